// [data-trend="ID"]: draws the numbers of the JSON element with that id; the table on the page says the same.
(function () {
  "use strict";

  var COLOURS = ["#1d4f91", "#b26a00", "#0f766e"];
  var SYMBOLS = ["circle", "rect", "triangle"];

  function series(each, index) {
    return {
      name: each.name,
      type: "line",
      data: each.values,
      symbol: SYMBOLS[index],
      symbolSize: 8,
      itemStyle: { color: COLOURS[index] },
      lineStyle: { width: 3 },
    };
  }

  function draw(place) {
    var data = JSON.parse(document.getElementById(place.getAttribute("data-trend")).textContent);
    var chart = window.echarts.init(place, null, { renderer: "canvas" });
    chart.setOption({
      animation: false,
      textStyle: { fontFamily: getComputedStyle(document.body).fontFamily },
      tooltip: { trigger: "axis", renderMode: "richText", valueFormatter: percent },
      legend: { bottom: 0 },
      grid: { left: 56, right: 16, top: 16, bottom: 56 },
      xAxis: { type: "category", data: data.months },
      yAxis: { type: "value", scale: true, max: 100, axisLabel: { formatter: "{value}%" } },
      series: data.series.map(series),
    });
    window.addEventListener("resize", function () {
      chart.resize();
    });
  }

  function percent(value) {
    return value === null || value === undefined ? "—" : value.toFixed(1) + "%";
  }

  document.addEventListener("DOMContentLoaded", function () {
    document.querySelectorAll("[data-trend]").forEach(draw);
  });
})();

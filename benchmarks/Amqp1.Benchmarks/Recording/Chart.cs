using System.Globalization;
using System.Text;

namespace Amqp1.Benchmarks.Recording;

/// <summary>Draws lines over the concurrency, or another quantity, as SVG, with logarithmic axes and the name of each line at its end.</summary>
internal static class Chart
{
    private const int Width = 780;
    private const int Height = 420;
    private const int Left = 78;
    private const int Right = 130;
    private const int Top = 46;
    private const int Bottom = 48;
    private const int LabelHeight = 15;

    private static readonly string[] Colors = ["#0b6e4f", "#d1495b", "#30638e", "#edae49", "#8d5a97", "#6c757d", "#3a3a3a", "#0091ad", "#b8336a", "#7a5c2e"];

    /// <param name="title">The title.</param>
    /// <param name="unit">The unit of the values.</param>
    /// <param name="lines">The lines, each with its points in order.</param>
    /// <param name="quantity">The quantity of the horizontal axis.</param>
    public static string Draw(
        string title,
        string unit,
        IReadOnlyList<(string Name, IReadOnlyList<(int X, double Y)> Points)> lines,
        string quantity = "operations in progress at a time")
    {
        var points = lines.SelectMany(line => line.Points).ToArray();
        var svg = new StringBuilder();
        svg.AppendLine(CultureInfo.InvariantCulture, $"""<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {Width} {Height}" font-family="system-ui, sans-serif" font-size="12">""");
        svg.AppendLine("""<rect width="100%" height="100%" fill="#ffffff"/>""");
        svg.AppendLine(CultureInfo.InvariantCulture, $"""<text x="{Left}" y="26" font-size="16" font-weight="600" fill="#222">{title}</text>""");
        if (points.Length > 0)
        {
            var x = new Axis(points.Min(point => point.X), points.Max(point => point.X), Left, Width - Right);
            var y = Axis.OfDecades(points.Min(point => point.Y), points.Max(point => point.Y), Height - Bottom, Top);
            DrawGrid(svg, x, y, unit, quantity, [.. points.Select(point => point.X).Distinct().Order()]);
            DrawLines(svg, x, y, lines);
        }

        svg.AppendLine("</svg>");
        return svg.ToString();
    }

    private static void DrawGrid(StringBuilder svg, Axis x, Axis y, string unit, string quantity, int[] levels)
    {
        foreach (var tick in y.Ticks())
        {
            var at = y.At(tick);
            svg.AppendLine(CultureInfo.InvariantCulture, $"""<line x1="{Left}" x2="{Width - Right}" y1="{at:f1}" y2="{at:f1}" stroke="#e3e3e3"/>""");
            svg.AppendLine(CultureInfo.InvariantCulture, $"""<text x="{Left - 8}" y="{at + 4:f1}" text-anchor="end" fill="#555">{tick:#,0.##}</text>""");
        }

        foreach (var level in levels)
        {
            svg.AppendLine(CultureInfo.InvariantCulture, $"""<text x="{x.At(level):f1}" y="{Height - Bottom + 20}" text-anchor="middle" fill="#555">{level}</text>""");
        }

        svg.AppendLine(CultureInfo.InvariantCulture, $"""<text x="{(Left + Width - Right) / 2}" y="{Height - 10}" text-anchor="middle" fill="#555">{quantity}</text>""");
        svg.AppendLine(CultureInfo.InvariantCulture, $"""<text transform="translate(16 {(Top + Height - Bottom) / 2}) rotate(-90)" text-anchor="middle" fill="#555">{unit}</text>""");
    }

    private static void DrawLines(StringBuilder svg, Axis x, Axis y, IReadOnlyList<(string Name, IReadOnlyList<(int X, double Y)> Points)> lines)
    {
        var labels = new List<(string Name, string Color, double At)>();
        for (var i = 0; i < lines.Count; i++)
        {
            var color = Colors[i % Colors.Length];
            var path = string.Join(' ', lines[i].Points.Select(point => string.Create(CultureInfo.InvariantCulture, $"{x.At(point.X):f1},{y.At(point.Y):f1}")));
            svg.AppendLine(CultureInfo.InvariantCulture, $"""<polyline points="{path}" fill="none" stroke="{color}" stroke-width="{(i == 0 ? 3 : 1.8)}"/>""");
            foreach (var point in lines[i].Points)
            {
                svg.AppendLine(CultureInfo.InvariantCulture, $"""<circle cx="{x.At(point.X):f1}" cy="{y.At(point.Y):f1}" r="3.2" fill="{color}"/>""");
            }

            labels.Add((lines[i].Name, color, y.At(lines[i].Points[^1].Y)));
        }

        // Labels of lines that end close to each other are moved apart, from the top down.
        var free = double.MinValue;
        foreach (var (name, color, at) in labels.OrderBy(label => label.At))
        {
            var place = Math.Max(at, free);
            free = place + LabelHeight;
            svg.AppendLine(CultureInfo.InvariantCulture, $"""<text x="{Width - Right + 10}" y="{place + 4:f1}" fill="{color}" font-weight="600">{name}</text>""");
        }
    }
}

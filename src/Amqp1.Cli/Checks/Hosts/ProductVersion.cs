using System.Globalization;

namespace Amqp1.Cli.Checks.Hosts;

/// <summary>A version of a product in the form <c>major.minor</c>, with or without further parts.</summary>
internal readonly record struct ProductVersion(int Major, int Minor) : IComparable<ProductVersion>
{
    /// <summary>Returns the version in a text such as <c>1.19.0-SNAPSHOT</c>; null if the text does not begin with one.</summary>
    public static ProductVersion? Parse(string? text)
    {
        var parts = (text ?? "").Split('.', '-', '_');
        return parts.Length >= 2
            && int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var major)
            && int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var minor)
            ? new ProductVersion(major, minor)
            : null;
    }

    public int CompareTo(ProductVersion other) => (Major, Minor).CompareTo((other.Major, other.Minor));

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Major}.{Minor}");
}

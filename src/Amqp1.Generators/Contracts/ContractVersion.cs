using System.Globalization;

namespace Amqp1.Generators.Contracts;

/// <summary>A version of a contract. Within a major version, a server with a higher minor version serves callers with a lower one.</summary>
internal readonly record struct ContractVersion(int Major, int Minor) : IComparable<ContractVersion>
{
    public ContractVersion NextMinor => new(Major, Minor + 1);

    public ContractVersion NextMajor => new(Major + 1, 0);

    /// <summary>Reads the major and the minor number. A revision is not part of the contract.</summary>
    public static bool TryParse(string? text, out ContractVersion version)
    {
        var parts = text?.Split('.') ?? [];
        var isVersion = Number(parts, 0, out var major) & Number(parts, 1, out var minor);
        version = new ContractVersion(major, minor);
        return isVersion;
    }

    public int CompareTo(ContractVersion other) => Major == other.Major ? Minor.CompareTo(other.Minor) : Major.CompareTo(other.Major);

    public override string ToString() => string.Format(CultureInfo.InvariantCulture, "{0}.{1}", Major, Minor);

    private static bool Number(string[] parts, int index, out int number)
    {
        number = 0;
        return index < parts.Length && int.TryParse(parts[index], NumberStyles.None, CultureInfo.InvariantCulture, out number);
    }
}

using System.Globalization;

namespace Amqp1.Embedded.Load;

/// <summary>The attributes of one entity of a management node. Values of any type may be read as numbers or texts.</summary>
internal sealed class ManagementRow(IReadOnlyDictionary<string, object?> attributes)
{
    /// <summary>All attributes.</summary>
    public IReadOnlyDictionary<string, object?> Attributes => attributes;

    /// <summary>Returns an attribute as text; null when it is absent.</summary>
    public string? Text(string name) => attributes.GetValueOrDefault(name) is { } value ? Convert.ToString(value, CultureInfo.InvariantCulture) : null;

    /// <summary>Returns an attribute as a number; null when it is absent or is not a number.</summary>
    public long? Number(string name) => attributes.GetValueOrDefault(name) switch
    {
        ulong value => (long)Math.Min(value, long.MaxValue),
        IConvertible value and not (string or bool or char or DateTime) => Convert.ToInt64(value, CultureInfo.InvariantCulture),
        _ => null,
    };
}

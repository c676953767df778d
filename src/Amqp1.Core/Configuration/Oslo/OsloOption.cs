namespace Amqp1.Configuration.Oslo;

/// <summary>One option of oslo.messaging and the typed option it is here.</summary>
internal abstract class OsloOption(OsloName name, string path)
{
    /// <summary>The name in oslo.config.</summary>
    public OsloName Name { get; } = name;

    /// <summary>The full key in the configuration, e.g. <c>Amqp1:Connection:IdleTimeout</c>.</summary>
    public string Key { get; } = $"{Amqp1Options.SectionName}:{path}";

    /// <summary>Older names that are still read, in the order in which they are looked for.</summary>
    public IReadOnlyList<OsloName> DeprecatedNames { get; init; } = [];

    /// <summary>True when the value must not be shown.</summary>
    public bool IsSecret { get; init; }

    /// <summary>oslo's default as oslo writes it, where ours is another.</summary>
    public string? OsloDefault { get; init; }

    public abstract string TypeName { get; }

    public abstract string Range { get; }

    public abstract bool IsMultiValued { get; }

    public abstract bool IsEmptyUnset { get; }

    /// <summary>Sets the option from oslo's text.</summary>
    /// <exception cref="FormatException">A value is out of range; the message names the option and the range.</exception>
    public abstract void Set(Amqp1Options options, IReadOnlyList<string> values, ICollection<string> warnings);

    /// <summary>The option as oslo writes it.</summary>
    public abstract string Get(Amqp1Options options);

    /// <summary>oslo's values as keys and values for the configuration binder.</summary>
    /// <exception cref="FormatException">As <see cref="Set"/>.</exception>
    public abstract IEnumerable<KeyValuePair<string, string?>> ToConfiguration(IReadOnlyList<string> values, ICollection<string> warnings);
}

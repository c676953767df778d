namespace Amqp1.Configuration.Oslo;

/// <summary>An option of oslo.messaging and the corresponding typed option of this driver.</summary>
internal abstract class OsloOption(OsloName name, string path)
{
    /// <summary>The name in oslo.config.</summary>
    public OsloName Name { get; } = name;

    /// <summary>The full key in the configuration, for example <c>Amqp1:Connection:IdleTimeout</c>.</summary>
    public string Key { get; } = $"{Amqp1Options.SectionName}:{path}";

    /// <summary>Older names that are still read, in the order in which they are looked up.</summary>
    public IReadOnlyList<OsloName> DeprecatedNames { get; init; } = [];

    /// <summary>Whether the value is secret and must not be shown.</summary>
    public bool IsSecret { get; init; }

    /// <summary>The default of oslo in its own syntax, if it differs from that of this driver.</summary>
    public string? OsloDefault { get; init; }

    public abstract string TypeName { get; }

    public abstract string Range { get; }

    public abstract bool IsMultiValued { get; }

    public abstract bool IsEmptyUnset { get; }

    /// <summary>Sets the option from the text of oslo.</summary>
    /// <exception cref="FormatException">A value is out of range. The message contains the option and the range.</exception>
    public abstract void Set(Amqp1Options options, IReadOnlyList<string> values, ICollection<string> warnings);

    /// <summary>Returns the option in the syntax of oslo.</summary>
    public abstract string Get(Amqp1Options options);

    /// <summary>Converts the values of oslo to keys and values for the configuration binder.</summary>
    /// <exception cref="FormatException">A value is out of range, as in <see cref="Set"/>.</exception>
    public abstract IEnumerable<KeyValuePair<string, string?>> ToConfiguration(IReadOnlyList<string> values, ICollection<string> warnings);
}

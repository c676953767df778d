namespace Amqp1.Configuration.Oslo;

/// <summary>How oslo.config writes the values of an option, and what they are here.</summary>
internal abstract class OsloType<T>
{
    /// <summary>The type and unit for the documentation.</summary>
    public abstract string Name { get; }

    /// <summary>The accepted values, as in "must be {Range}".</summary>
    public abstract string Range { get; }

    /// <summary>True when the key may be repeated and every value counts; else the last one wins.</summary>
    public virtual bool IsMultiValued => false;

    /// <summary>True when oslo.config takes an empty value for none at all.</summary>
    public virtual bool IsEmptyUnset => false;

    /// <summary>Reads the values (at least one; exactly one unless <see cref="IsMultiValued"/>).</summary>
    /// <returns>False when a value is not <see cref="Range"/>.</returns>
    public abstract bool TryParse(IReadOnlyList<string> values, ICollection<string> warnings, out T result);

    /// <summary>The value as oslo.config writes it.</summary>
    public abstract string Format(T value);

    /// <summary>The value for the configuration binder: pairs of a key below the option's own (or "") and a text.</summary>
    public virtual IEnumerable<KeyValuePair<string, string?>> ToConfiguration(T value) => [new("", Format(value))];
}

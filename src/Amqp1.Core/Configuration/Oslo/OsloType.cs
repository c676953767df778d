namespace Amqp1.Configuration.Oslo;

/// <summary>Converts the values of an option between the syntax of oslo.config and the typed option.</summary>
internal abstract class OsloType<T>
{
    /// <summary>The type and the unit, for the documentation.</summary>
    public abstract string Name { get; }

    /// <summary>The accepted values, as in "must be {Range}".</summary>
    public abstract string Range { get; }

    /// <summary>Whether the key may be repeated and every value is used. Otherwise the last value is used.</summary>
    public virtual bool IsMultiValued => false;

    /// <summary>Whether oslo.config treats an empty value as unset.</summary>
    public virtual bool IsEmptyUnset => false;

    /// <summary>Parses the values (at least one; exactly one unless <see cref="IsMultiValued"/>).</summary>
    /// <returns>False when a value is not in the <see cref="Range"/>.</returns>
    public abstract bool TryParse(IReadOnlyList<string> values, ICollection<string> warnings, out T result);

    /// <summary>Returns the value in the syntax of oslo.config.</summary>
    public abstract string Format(T value);

    /// <summary>Returns the value for the configuration binder: pairs of a key relative to that of the option (or "") and a text.</summary>
    public virtual IEnumerable<KeyValuePair<string, string?>> ToConfiguration(T value) => [new("", Format(value))];
}

namespace Amqp1.Configuration.Oslo;

/// <summary>A text that is always set, although it may be empty.</summary>
internal sealed class TextType : OsloType<string>
{
    public override string Name => "text";

    public override string Range => "text";

    public override bool TryParse(IReadOnlyList<string> values, ICollection<string> warnings, out string result)
    {
        result = values[^1];
        return true;
    }

    public override string Format(string value) => value;
}

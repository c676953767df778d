namespace Amqp1.Generators.Writing;

/// <summary>Writes the class that creates the descriptor of an endpoint, in the form that both kinds of endpoints share.</summary>
internal static class DescriptorClass
{
    private const string Json = "global::Amqp1.Hosting.EndpointJson json";

    /// <summary>
    /// Begins the class: the fields of the JSON metadata, the constructor that sets them, and the method that creates the descriptor. The
    /// method stays open.
    /// </summary>
    /// <param name="ns">The namespace.</param>
    /// <param name="name">The name of the class.</param>
    /// <param name="descriptor">The type of the descriptor, in C#.</param>
    /// <param name="json">All fields that the class needs.</param>
    public static SourceText Open(string ns, string name, string descriptor, JsonFields json)
    {
        var text = new SourceText(ns);
        text.OpenClass($"internal sealed class {name}");
        json.Declare(text);
        text.Line();
        text.Open($"private {name}({Json})");
        json.Assign(text, "json.Get");
        text.Close();
        text.Line();
        text.Open($"public static {descriptor} Create({Json})");
        return text;
    }
}

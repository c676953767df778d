using Amqp1.Generators.Reading;

namespace Amqp1.Generators.Writing;

/// <summary>The fields that hold the JSON metadata of types, one for each type, named after their first use.</summary>
internal sealed class JsonFields
{
    private readonly List<(string Type, string Use)> _types = [];

    /// <summary>Returns the field of a type.</summary>
    /// <param name="type">The type in C#.</param>
    /// <param name="use">The use of the type, such as <c>Compute.Build takes 'flavor' of</c>.</param>
    public string Of(string type, string use)
    {
        var index = _types.FindIndex(known => known.Type == type);
        if (index < 0)
        {
            index = _types.Count;
            _types.Add((type, use));
        }

        return "_json" + index;
    }

    public void Declare(SourceText text)
    {
        for (var i = 0; i < _types.Count; i++)
        {
            text.Line($"private readonly global::System.Text.Json.Serialization.Metadata.JsonTypeInfo<{_types[i].Type}> _json{i};");
        }
    }

    /// <param name="text">The text to write to.</param>
    /// <param name="get">The code before the type argument.</param>
    /// <param name="first">The code before the use.</param>
    public void Assign(SourceText text, string get, string first = "")
    {
        for (var i = 0; i < _types.Count; i++)
        {
            text.Line($"_json{i} = {get}<{_types[i].Type}>({first}{Literals.Of(_types[i].Use)});");
        }
    }

    /// <summary>Writes the assignments that copy the fields of another object of the same class.</summary>
    public void Copy(SourceText text, string other)
    {
        for (var i = 0; i < _types.Count; i++)
        {
            text.Line($"_json{i} = {other}._json{i};");
        }
    }
}

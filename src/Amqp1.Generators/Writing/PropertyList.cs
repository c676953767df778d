using Amqp1.Generators.Reading;

namespace Amqp1.Generators.Writing;

/// <summary>Writes the properties that are set after a constructor. Properties with default values are not written.</summary>
internal static class PropertyList
{
    /// <summary>Returns the assignment of a text, which is set if the text is not empty.</summary>
    public static (bool IsSet, string Code) Text(string property, string text) => (text.Length > 0, $"{property} = {Literals.Of(text)}");

    /// <summary>Returns the initializer with the assignments that are set; empty if none is.</summary>
    public static string Of(params (bool IsSet, string Code)[] assignments) =>
        assignments.Any(assignment => assignment.IsSet)
            ? $" {{ {string.Join(", ", assignments.Where(assignment => assignment.IsSet).Select(assignment => assignment.Code))} }}"
            : "";
}

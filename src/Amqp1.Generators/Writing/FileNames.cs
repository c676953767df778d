using Amqp1.Generators.Models;

namespace Amqp1.Generators.Writing;

/// <summary>Names of generated files, which must differ in more than case.</summary>
internal static class FileNames
{
    /// <summary>The names that differ from another one only in case, in an order that does not depend on that of the names.</summary>
    public static EquatableArray<string> Twins(IEnumerable<string> names) => new(names
        .GroupBy(name => name, StringComparer.OrdinalIgnoreCase)
        .Where(group => group.Skip(1).Any())
        .SelectMany(group => group)
        .OrderBy(name => name, StringComparer.Ordinal));

    /// <summary>The name of the file of a generated class: twins are numbered.</summary>
    public static string Of(string name, EquatableArray<string> twins)
    {
        for (var i = 0; i < twins.Count; i++)
        {
            if (twins[i] == name)
            {
                return $"{name}.{i + 1}";
            }
        }

        return name;
    }
}

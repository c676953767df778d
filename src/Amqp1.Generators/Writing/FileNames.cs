using Amqp1.Generators.Models;

namespace Amqp1.Generators.Writing;

/// <summary>Creates names of generated files, which must differ in more than case.</summary>
internal static class FileNames
{
    /// <summary>
    /// Returns the names that differ from another one only in case, in an order that does not depend on the order of the given names.
    /// </summary>
    public static EquatableArray<string> Twins(IEnumerable<string> names) => new(names
        .GroupBy(name => name, StringComparer.OrdinalIgnoreCase)
        .Where(group => group.Skip(1).Any())
        .SelectMany(group => group)
        .OrderBy(name => name, StringComparer.Ordinal));

    /// <summary>Returns the file name of a generated class. Names that differ only in case are numbered.</summary>
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

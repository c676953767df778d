using System.Globalization;
using System.Text;
using Amqp.Types;
using Amqp1.Embedded.Load;

namespace Amqp1.Cli.Management;

/// <summary>Reads the objects in the responses of qpidd, which sends most texts as bytes in UTF-8.</summary>
internal static class QmfObjects
{
    /// <summary>The attribute that contains the name of the object itself, which references of other objects contain.</summary>
    public const string IdAttribute = "_object_name";

    private const string ValuesKey = "_values";

    /// <summary>Returns the objects of a list. Whatever is not an object is left out.</summary>
    public static IEnumerable<ManagementRow> Read(object? body) =>
        body is System.Collections.IEnumerable list and not (string or byte[] or Map) ? list.OfType<Map>().Select(ReadObject).OfType<ManagementRow>() : [];

    /// <summary>Returns the text of a failure.</summary>
    public static string ReadError(object? body) =>
        body is Map map && map[ValuesKey] is Map values ? $"{Simplify(values["error_text"]) ?? "no reason"} ({Simplify(values["error_code"])})" : "no reason";

    /// <summary>Returns a text in an attribute that is a map; null if there is none.</summary>
    public static string? Text(ManagementRow row, string attribute, string key) => row.Attributes.GetValueOrDefault(attribute) is Map map ? Simplify(map[key]) as string : null;

    private static ManagementRow? ReadObject(Map read)
    {
        if (read[ValuesKey] is not Map values)
        {
            return null;
        }

        var attributes = values.Select(entry => (Name: Convert.ToString(entry.Key, CultureInfo.InvariantCulture) ?? "", Value: Simplify(entry.Value)))
            .ToDictionary(pair => pair.Name, pair => pair.Value, StringComparer.Ordinal);
        attributes[IdAttribute] = Simplify(read["_object_id"]);
        return new ManagementRow(attributes);
    }

    /// <summary>Returns bytes as text, and a reference as the name of its object.</summary>
    private static object? Simplify(object? value) => value switch
    {
        byte[] bytes => Encoding.UTF8.GetString(bytes),
        Map map when map.ContainsKey(IdAttribute) => Simplify(map[IdAttribute]),
        _ => value,
    };
}

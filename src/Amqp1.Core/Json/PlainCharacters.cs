using System.Buffers;

namespace Amqp1.Json;

/// <summary>The characters of names, versions and times that need no escape. Most texts of a message have no others.</summary>
internal static class PlainCharacters
{
    public static SearchValues<char> Values { get; } = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_.-:/ ");
}

using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Amqp1.Json;

namespace Amqp1.Payloads;

/// <summary>
/// A reference that a message carries in place of a payload (docs/spec/claim-check.md). It names a payload by a random name of fixed
/// format, never by a path or a URL.
/// </summary>
/// <param name="StoreId">The ID of the store.</param>
/// <param name="Name">The name of the payload in the store.</param>
/// <param name="Length">The length of the payload, which is JSON, in bytes.</param>
/// <param name="Sha256">The hash of the stored bytes, in lower-case hexadecimal digits.</param>
/// <param name="IsCompressed">Whether the stored bytes are the payload in the format of gzip.</param>
internal sealed record PayloadReference(string StoreId, string Name, int Length, string Sha256, bool IsCompressed)
{
    /// <summary>The maximum length of the JSON of a reference. A payload below this length is never stored.</summary>
    public const int MaxJsonLength = 512;

    /// <summary>The maximum length of the ID of a store.</summary>
    public const int MaxStoreIdLength = 64;

    private const int RandomBytes = 16;
    private const string Gzip = "gzip";

    private static readonly SearchValues<char> Hexadecimal = SearchValues.Create("0123456789abcdef");

    private static readonly SearchValues<char> IdCharacters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_.-");

    private static ReadOnlySpan<byte> MemberName => "amqp1.claim"u8;

    private static ReadOnlySpan<byte> QuotedMemberName => "\"amqp1.claim\""u8;

    /// <summary>Returns whether a payload is, or was meant to be, a reference.</summary>
    public static bool IsIn(ReadOnlySpan<byte> json) =>
        json.Length is > 0 and <= MaxJsonLength && json[0] == '{' && json[1..].TrimStart(" \t\r\n"u8).StartsWith(QuotedMemberName);

    /// <summary>Returns whether a text can be the ID of a store.</summary>
    public static bool IsStoreId(string? id) => id is { Length: > 0 and <= MaxStoreIdLength } && !id.AsSpan().ContainsAnyExcept(IdCharacters);

    /// <summary>Returns a new name for a payload. Without a message that names it, the payload cannot be found.</summary>
    public static string NewName(PayloadKind kind) => $"{(char)kind}{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(RandomBytes))}";

    /// <summary>Returns whether the name is that of a payload of a use.</summary>
    public bool IsOf(PayloadKind kind) => Name[0] == (char)kind;

    /// <summary>Returns the reference as JSON.</summary>
    public byte[] ToJson() => Encoding.ASCII.GetBytes(
        $$$"""{"amqp1.claim":{"store":"{{{StoreId}}}","name":"{{{Name}}}","length":{{{Length}}},"sha256":"{{{Sha256}}}"{{{(IsCompressed ? ",\"encoding\":\"gzip\"" : "")}}}}}""");

    /// <summary>Reads a reference.</summary>
    /// <exception cref="PayloadUnavailableException">The JSON is not a valid reference.</exception>
    public static PayloadReference Parse(ReadOnlySpan<byte> json)
    {
        try
        {
            var reader = new Utf8JsonReader(json, JsonSlice.ReaderOptions);
            if (reader.Read() && reader.TokenType == JsonTokenType.StartObject
                && reader.Read() && reader.TokenType == JsonTokenType.PropertyName && reader.ValueTextEquals(MemberName)
                && reader.Read() && reader.TokenType == JsonTokenType.StartObject
                && ReadMembers(ref reader) is { } reference
                && reader.Read() && reader.TokenType == JsonTokenType.EndObject
                && !reader.Read())
            {
                return reference;
            }
        }
        catch (Exception malformed) when (malformed is JsonException or InvalidOperationException)
        {
            throw Malformed(malformed);
        }

        throw Malformed(null);
    }

    private static PayloadReference? ReadMembers(ref Utf8JsonReader reader)
    {
        string? store = null;
        string? name = null;
        string? sha256 = null;
        string? encoding = null;
        var length = 0;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("store"u8))
            {
                store = Text(ref reader);
            }
            else if (reader.ValueTextEquals("name"u8))
            {
                name = Text(ref reader);
            }
            else if (reader.ValueTextEquals("sha256"u8))
            {
                sha256 = Text(ref reader);
            }
            else if (reader.ValueTextEquals("encoding"u8))
            {
                encoding = Text(ref reader);
            }
            else if (reader.ValueTextEquals("length"u8))
            {
                reader.Read();
                length = reader.TokenType == JsonTokenType.Number && reader.TryGetInt32(out var number) ? number : 0;
                reader.Skip();
            }
            else
            {
                reader.Read();
                reader.Skip();
            }
        }

        return IsStoreId(store) && IsName(name) && IsHash(sha256) && length > 0 && encoding is null or Gzip
            ? new PayloadReference(store!, name!, length, sha256!, encoding is not null)
            : null;
    }

    private static bool IsName(string? name) =>
        name is { Length: 1 + (2 * RandomBytes) } && !name.AsSpan(1).ContainsAnyExcept(Hexadecimal)
        && name[0] is (char)PayloadKind.Arguments or (char)PayloadKind.Notification or (char)PayloadKind.Result;

    private static bool IsHash(string? hash) => hash is { Length: 2 * SHA256.HashSizeInBytes } && !hash.AsSpan().ContainsAnyExcept(Hexadecimal);

    /// <summary>Returns the string after a name; a text that no valid member has for any other value.</summary>
    private static string Text(ref Utf8JsonReader reader)
    {
        reader.Read();
        var text = reader.TokenType == JsonTokenType.String && !reader.ValueIsEscaped ? Encoding.ASCII.GetString(reader.ValueSpan) : "?";
        reader.Skip();
        return text;
    }

    private static PayloadUnavailableException Malformed(Exception? cause) => new("The reference to a stored payload is malformed.", cause);
}

using System.Text.Json;
using System.Text.RegularExpressions;
using Amqp1.Json;

namespace Amqp1.Notifications.Drivers;

/// <summary>Masks probable secrets in JSON, which are recognized by their names or their form, like <c>mask_password</c> of oslo.</summary>
internal static partial class SecretMask
{
    private const string Mask = "***";

    /// <summary>The words that indicate a secret when a name contains one of them, regardless of case and separators.</summary>
    private static readonly string[] Words =
    [
        "password", "passwd", "adminpass", "newpass", "syspswd", "authtoken", "token", "secret", "encryptedkey", "privatekey", "fernetkey", "apikey", "credential",
    ];

    /// <summary>
    /// Writes the JSON value. Every number and text under the name of a secret is masked, and so are passwords inside other texts.
    /// </summary>
    public static void Copy(ReadOnlyMemory<byte> json, Utf8JsonWriter writer)
    {
        using var document = JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = JsonLimits.MaxDepth });
        Copy(document.RootElement, isSecret: false, writer);
    }

    private static void Copy(JsonElement value, bool isSecret, Utf8JsonWriter writer)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                writer.WriteStartObject();
                foreach (var entry in value.EnumerateObject())
                {
                    writer.WritePropertyName(entry.Name);
                    Copy(entry.Value, isSecret || IsSecret(entry.Name), writer);
                }

                writer.WriteEndObject();
                break;
            case JsonValueKind.Array:
                writer.WriteStartArray();
                foreach (var item in value.EnumerateArray())
                {
                    Copy(item, isSecret, writer);
                }

                writer.WriteEndArray();
                break;
            case JsonValueKind.String when isSecret:
            case JsonValueKind.Number when isSecret:
                writer.WriteStringValue(Mask);
                break;
            case JsonValueKind.String:
                writer.WriteStringValue(MaskText(value.GetString()!));
                break;
            default:
                value.WriteTo(writer);
                break;
        }
    }

    private static bool IsSecret(string name)
    {
        var plain = name.Replace("_", "", StringComparison.Ordinal).Replace("-", "", StringComparison.Ordinal);
        return Array.Exists(Words, word => plain.Contains(word, StringComparison.OrdinalIgnoreCase));
    }

    private static string MaskText(string text) =>
        Assignment().Replace(UserInfo().Replace(text, "$1:" + Mask + "@"), "$1" + Mask);

    // Matches the password of a URL.
    [GeneratedRegex(@"(://[^/\s:@]*):[^/\s@]+@", RegexOptions.CultureInvariant)]
    private static partial Regex UserInfo();

    // Matches password=x, "password": "x" and --password x.
    [GeneratedRegex(@"((?:password|passwd|adminpass|admin_pass|new_pass|auth_token|secret)[""']?\s*[=:]\s*[""']?|--(?:password|passwd|secret)\s+)[^\s""',;&}]+", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex Assignment();
}

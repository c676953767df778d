using System.Text.Json;

namespace Amqp1.Interop.Tests.Rabbit;

/// <summary>Writes and reads messages in the envelope of oslo.messaging, as Python does.</summary>
internal static class Envelopes
{
    // Python escapes a quotation mark as \", not as \u0022.
    private static readonly JsonSerializerOptions AsPython = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Hit(string mark, string uniqueId) =>
        JsonSerializer.Serialize(new { method = "hit", args = new { data = mark }, _unique_id = uniqueId });

    public static string Envelope(string message) =>
        JsonSerializer.Serialize(new Dictionary<string, string> { ["oslo.version"] = "2.0", ["oslo.message"] = message }, AsPython);

    public static JsonElement Opened(JsonElement message)
    {
        var envelope = JsonElement.Parse(message.GetProperty("body").GetString()!);
        envelope.GetProperty("oslo.version").GetString().ShouldBe("2.0");
        return JsonElement.Parse(envelope.GetProperty("oslo.message").GetString()!);
    }
}

using System.Diagnostics.CodeAnalysis;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Amqp1.Wire;

namespace Amqp1;

/// <summary>How application values become JSON unless the application says otherwise.</summary>
public static class MessagingJson
{
    /// <summary>
    /// Names in snake_case, non-ASCII text as it is, NaN and infinities by name. Types are found by reflection where the
    /// application allows it; under Native AOT give options with a source-generated context instead. Read-only.
    /// </summary>
    public static JsonSerializerOptions Default { get; } = Create();

    private static JsonSerializerOptions Create()
    {
        var options = new JsonSerializerOptions
        {
            PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
            PropertyNameCaseInsensitive = true,
            NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
            Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
            MaxDepth = JsonLimits.MaxDepth,
            TypeInfoResolver = JsonSerializer.IsReflectionEnabledByDefault ? ReflectionResolver() : WireJsonContext.Default,
        };
        options.MakeReadOnly();
        return options;
    }

    [UnconditionalSuppressMessage("Trimming", "IL2026", Justification = "Used only where JSON by reflection is switched on, which trimming and AOT switch off.")]
    [UnconditionalSuppressMessage("AOT", "IL3050", Justification = "Used only where JSON by reflection is switched on, which trimming and AOT switch off.")]
    private static IJsonTypeInfoResolver ReflectionResolver() =>
        JsonTypeInfoResolver.Combine(WireJsonContext.Default, new DefaultJsonTypeInfoResolver());
}

using System.Diagnostics.CodeAnalysis;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Amqp1.Json;

namespace Amqp1;

/// <summary>Provides the JSON settings for application values that are used when the application sets none.</summary>
public static class MessagingJson
{
    /// <summary>The types that need no metadata from the application, with or without reflection.</summary>
    private static readonly IJsonTypeInfoResolver PlainTypes = JsonTypeInfoResolver.Combine(WireJsonContext.Default, PlainJsonContext.Default);

    /// <summary>
    /// The default settings. Names are written in snake_case, non-ASCII text is not escaped, and NaN and infinities are written by name.
    /// Public fields are treated as properties, value tuples as arrays and <see cref="System.Numerics.BigInteger"/> values as numbers.
    /// Read-only.
    /// </summary>
    /// <remarks>
    /// A type whose values would be lost is refused with a <see cref="NotSupportedException"/>. Types are resolved by reflection if the
    /// application permits it. Under trimming and Native AOT, only plain types (text, numbers, times, IDs and JSON itself) are supported;
    /// <see cref="With"/> adds the types of the application.
    /// </remarks>
    public static JsonSerializerOptions Default { get; } = Create();

    /// <summary>
    /// Returns the same settings with source-generated metadata for the types of an application, which requires no reflection:
    /// <c>MessagingJson.With(ComputeJson.Default)</c>. The result is read-only.
    /// </summary>
    /// <param name="contexts">
    /// Instances of <see cref="JsonSerializerContext"/> or other metadata sources. The first one that knows a type provides its metadata.
    /// </param>
    public static JsonSerializerOptions With(params IJsonTypeInfoResolver[] contexts)
    {
        ArgumentNullException.ThrowIfNull(contexts);
        var options = new JsonSerializerOptions(Default) { TypeInfoResolver = LostValues.RefusedBy(JsonTypeInfoResolver.Combine([.. contexts, Default.TypeInfoResolver])) };
        return LostValues.Checked(options);
    }

    /// <summary>
    /// Returns options that are ready for use. Options without a metadata source are copied, and the copy uses the source of
    /// <see cref="Default"/>; <see cref="JsonSerializer"/> itself would use reflection for such options.
    /// </summary>
    internal static JsonSerializerOptions Complete(JsonSerializerOptions options)
    {
        if (options.TypeInfoResolver is not null)
        {
            return options;
        }

        var complete = new JsonSerializerOptions(options) { TypeInfoResolver = Default.TypeInfoResolver };
        complete.MakeReadOnly();
        return complete;
    }

    private static JsonSerializerOptions Create()
    {
        var options = new JsonSerializerOptions
        {
            PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
            PropertyNameCaseInsensitive = true,
            NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
            Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
            MaxDepth = JsonLimits.MaxDepth,
            IncludeFields = true,
            Converters = { new TupleConverterFactory(), new BigIntegerConverter(), new RuneConverter() },
            TypeInfoResolver = LostValues.RefusedBy(JsonSerializer.IsReflectionEnabledByDefault ? ReflectionResolver() : PlainTypes),
        };
        return LostValues.Checked(options);
    }

    [UnconditionalSuppressMessage("Trimming", "IL2026", Justification = "Used only where JSON by reflection is switched on, which trimming and AOT switch off.")]
    [UnconditionalSuppressMessage("AOT", "IL3050", Justification = "Used only where JSON by reflection is switched on, which trimming and AOT switch off.")]
    private static IJsonTypeInfoResolver ReflectionResolver() =>
        JsonTypeInfoResolver.Combine(PlainTypes, new DefaultJsonTypeInfoResolver());
}

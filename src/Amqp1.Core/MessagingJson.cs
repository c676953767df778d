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
    /// <summary>Types that need no context of the application, whether there is reflection or not.</summary>
    private static readonly IJsonTypeInfoResolver PlainTypes = JsonTypeInfoResolver.Combine(WireJsonContext.Default, PlainJsonContext.Default);

    /// <summary>
    /// Names in snake_case, non-ASCII text as it is, NaN and infinities by name, public fields as properties, value tuples as arrays,
    /// <see cref="System.Numerics.BigInteger"/> as a number. A type whose values would be lost is refused with a <see cref="NotSupportedException"/>.
    /// Types are found by reflection where the application allows it; under trimming and Native AOT only plain types (text, numbers, times, ids,
    /// JSON itself) are known, and <see cref="With"/> adds those of the application. Read-only.
    /// </summary>
    public static JsonSerializerOptions Default { get; } = Create();

    /// <summary>
    /// The same settings with source-generated metadata for the types of an application, which needs no reflection:
    /// <c>MessagingJson.With(ComputeJson.Default)</c>. Read-only.
    /// </summary>
    /// <param name="contexts">Each a <see cref="JsonSerializerContext"/>, or any other source of metadata; the first that knows a type gives it.</param>
    public static JsonSerializerOptions With(params IJsonTypeInfoResolver[] contexts)
    {
        ArgumentNullException.ThrowIfNull(contexts);
        var options = new JsonSerializerOptions(Default) { TypeInfoResolver = LostValues.RefusedBy(JsonTypeInfoResolver.Combine([.. contexts, Default.TypeInfoResolver])) };
        return LostValues.Checked(options);
    }

    /// <summary>
    /// The options as they can be used. Options that were made without a source of metadata get that of <see cref="Default"/>, in a copy, as
    /// <see cref="JsonSerializer"/> itself would use reflection for them.
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

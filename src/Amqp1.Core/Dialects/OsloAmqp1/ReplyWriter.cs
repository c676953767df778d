using System.Text;
using System.Text.Json;
using Amqp1.Json;

namespace Amqp1.Dialects.OsloAmqp1;

/// <summary>Writes the body of a reply: a response or a failure (docs/spec/messages.md#samples, docs/spec/messages.md#exceptions).</summary>
internal static class ReplyWriter
{
    private static readonly JsonEncodedText Response = JsonEncodedText.Encode("response");
    private static readonly JsonEncodedText Failure = JsonEncodedText.Encode("failure");
    private const string RemoteSuffix = "_Remote";

    /// <summary>The reply of a method without a result.</summary>
    public static byte[] Void { get; } = "{\"response\":null}"u8.ToArray();

    /// <summary>
    /// Begins a response in the writer of a scratch. The caller then writes the value and calls <see cref="EndResponse"/>.
    /// </summary>
    public static void BeginResponse(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WritePropertyName(Response);
    }

    /// <summary>Ends the response that <see cref="BeginResponse"/> began.</summary>
    public static void EndResponse(Utf8JsonWriter writer) => writer.WriteEndObject();

    public static JsonText WriteFailure(RemoteFailure failure)
    {
        var inner = WriteFailureObject(failure);
        var scratch = JsonScratch.Rent();
        scratch.Writer.WriteStartObject();
        scratch.Writer.WriteString(Failure, inner.Written.Span);
        scratch.Writer.WriteEndObject();
        inner.Return();
        return scratch.Finish();
    }

    /// <summary>Writes the object to a scratch, which the caller returns.</summary>
    private static JsonScratch WriteFailureObject(RemoteFailure failure)
    {
        var (name, module) = WithoutRemoteSuffix(failure.Class, failure.Module);
        var scratch = JsonScratch.Rent();
        var writer = scratch.Writer;
        writer.WriteStartObject();
        writer.WriteString("class"u8, name);
        writer.WriteString("module"u8, module);
        writer.WriteString("message"u8, failure.Message);
        writer.WriteStartArray("tb"u8);
        foreach (var line in failure.Traceback)
        {
            writer.WriteStringValue(line);
        }

        writer.WriteEndArray();
        writer.WritePropertyName("args"u8);
        if (failure.Arguments.IsEmpty)
        {
            writer.WriteStartArray();
            writer.WriteStringValue(failure.Message);
            writer.WriteEndArray();
        }
        else
        {
            writer.WriteRawValue(failure.Arguments.Span, skipInputValidation: true);
        }

        writer.WriteStartObject("kwargs"u8);
        writer.WriteEndObject();
        writer.WriteEndObject();
        return scratch;
    }

    /// <summary>Returns the original names of a remote exception that is passed on.</summary>
    private static (string Class, string? Module) WithoutRemoteSuffix(string name, string? module) =>
        name.EndsWith(RemoteSuffix, StringComparison.Ordinal) && module?.EndsWith(RemoteSuffix, StringComparison.Ordinal) == true
            ? (name[..^RemoteSuffix.Length], module[..^RemoteSuffix.Length])
            : (name, module);
}

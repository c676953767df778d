using System.Text.Json;
using Amqp1.Dialects;
using Amqp1.Json;

namespace Amqp1.Wire;

/// <summary>Reads and writes the JSON object of an exception (docs/spec/messages.md#exceptions), which is the same in all dialects.</summary>
internal static class FailureText
{
    private const string RemoteSuffix = "_Remote";

    /// <summary>Writes the object to a scratch, which the caller returns.</summary>
    public static JsonScratch Write(RemoteFailure failure)
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

        writer.WritePropertyName("kwargs"u8);
        writer.WriteRawValue(failure.Members.IsEmpty ? "{}"u8 : failure.Members.Span, skipInputValidation: true);
        writer.WriteEndObject();
        return scratch;
    }

    /// <summary>Returns the original names of a remote exception that is passed on.</summary>
    private static (string Class, string? Module) WithoutRemoteSuffix(string name, string? module) =>
        name.EndsWith(RemoteSuffix, StringComparison.Ordinal) && module?.EndsWith(RemoteSuffix, StringComparison.Ordinal) == true
            ? (name[..^RemoteSuffix.Length], module[..^RemoteSuffix.Length])
            : (name, module);

    /// <summary>Reads the object. Throws <see cref="WireFormatException"/> if it is not the object of an exception.</summary>
    public static RemoteFailure Read(ReadOnlyMemory<byte> text)
    {
        string? name = null;
        string? module = null;
        string? message = null;
        string[] traceback = [];
        ReadOnlyMemory<byte> arguments = default;
        ReadOnlyMemory<byte> members = default;
        var reader = new Utf8JsonReader(text.Span, JsonSlice.ReaderOptions);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
        {
            throw new WireFormatException("The failure in the reply is not a JSON object.");
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("class"u8))
            {
                reader.Read();
                name = JsonSlice.Text(ref reader, "class");
            }
            else if (reader.ValueTextEquals("module"u8))
            {
                reader.Read();
                module = JsonSlice.Text(ref reader, "module");
            }
            else if (reader.ValueTextEquals("message"u8))
            {
                reader.Read();
                message = JsonSlice.Text(ref reader, "message");
            }
            else if (reader.ValueTextEquals("tb"u8))
            {
                reader.Read();
                traceback = reader.TokenType == JsonTokenType.StartArray
                    ? JsonSerializer.Deserialize(ref reader, WireJsonContext.Default.StringArray) ?? []
                    : [];
                reader.Skip();
            }
            else if (reader.ValueTextEquals("args"u8))
            {
                reader.Read();
                arguments = JsonSlice.Value(text, ref reader);
            }
            else if (reader.ValueTextEquals("kwargs"u8))
            {
                reader.Read();
                members = reader.TokenType == JsonTokenType.StartObject ? JsonSlice.Value(text, ref reader) : default;
                reader.Skip();
            }
            else
            {
                reader.Read();
                reader.Skip();
            }
        }

        return new RemoteFailure(name ?? "Exception", module, message ?? "", traceback, arguments, members);
    }
}

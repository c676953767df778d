using System.Text;
using Amqp1.Broker.Codec;

namespace Amqp1.Broker.Nodes.Management;

/// <summary>Encodes responses.</summary>
internal static class ResponseWriter
{
    private const ulong Header = 0x70;
    private const ulong Properties = 0x73;
    private const ulong ApplicationProperties = 0x74;
    private const ulong AmqpValue = 0x77;

    /// <summary>The time that a response may wait for its requester, in milliseconds.</summary>
    private const uint TimeToLive = 60_000;

    /// <summary>Writes a response up to its body. One value must follow.</summary>
    public static FrameBuilder Start(ManagementRequest request, int status, string description)
    {
        var message = new FrameBuilder().StartValue();
        message.OpenList(Header).Null().Null().UInt(TimeToLive).CloseList();
        message.OpenList(Properties).Null().Null().String(Encoding.UTF8.GetString(request.ReplyTo)).Null().Null().Raw(request.CorrelationId).CloseList();
        message.Descriptor(ApplicationProperties).OpenMap().String("statusCode").Int(status).String("statusDescription").String(description).CloseList();
        return message.Descriptor(AmqpValue);
    }

    public static byte[] Write(ManagementRequest request, ManagementResult result)
    {
        var message = Start(request, result.Status, result.Description);
        if (result.Body is { } body)
        {
            body(message);
        }
        else
        {
            message.OpenMap().CloseList();
        }

        return message.Value.ToArray();
    }

    /// <summary>Writes a list of strings.</summary>
    public static FrameBuilder Strings(this FrameBuilder message, IEnumerable<string> values)
    {
        message.OpenList();
        foreach (var value in values)
        {
            message.String(value);
        }

        return message.CloseList();
    }

    /// <summary>Writes a string, or null.</summary>
    public static FrameBuilder Text(this FrameBuilder message, string? value) => value is null ? message.Null() : message.String(value);
}

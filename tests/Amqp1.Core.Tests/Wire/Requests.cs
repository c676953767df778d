using Amqp1.Dialects;
using Amqp1.Dialects.OsloAmqp1;

namespace Amqp1.Core.Tests.Wire;

/// <summary>Writes the texts of requests in the amqp1 format.</summary>
internal static class Requests
{
    public static byte[] Text(string method, string arguments, string context, string? ns, string? version, TimeSpan? monitor)
    {
        var content = new RequestContent
        {
            Method = method,
            Arguments = WireBytes.Utf8(arguments),
            Context = WireBytes.Utf8(context),
            Namespace = ns,
            Version = version,
            CallMonitorTimeout = monitor,
        };
        var text = new byte[RequestText.LengthOf(content)];
        RequestText.Write(content, text);
        return text;
    }
}

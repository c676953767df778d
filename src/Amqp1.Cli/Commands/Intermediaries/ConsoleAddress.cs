using System.CommandLine.Parsing;
using System.Globalization;
using System.Net;

namespace Amqp1.Cli.Commands.Intermediaries;

/// <summary>The value of <c>--http</c>: an address, a port or both.</summary>
internal static class ConsoleAddress
{
    /// <summary>The port unless another one is given. It is the one on which qdrouterd serves its console, too.</summary>
    private const int DefaultPort = 8672;

    /// <summary>Parses the value. Without one, the page is served on the loopback address.</summary>
    public static IPEndPoint? Parse(ArgumentResult result)
    {
        var text = result.Tokens.Count == 0 ? "" : result.Tokens[0].Value;
        if (Read(text) is { } endpoint)
        {
            return endpoint;
        }

        result.AddError($"'{text}' is not an address of the console. Write PORT, IP-ADDRESS or IP-ADDRESS:PORT, such as 8672, 0.0.0.0 or [::1]:8672.");
        return null;
    }

    private static IPEndPoint? Read(string text)
    {
        if (text.Length == 0)
        {
            return new IPEndPoint(IPAddress.Loopback, DefaultPort);
        }

        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port))
        {
            return port <= ushort.MaxValue ? new IPEndPoint(IPAddress.Loopback, port) : null;
        }

        var name = text.StartsWith("localhost", StringComparison.OrdinalIgnoreCase) ? $"{IPAddress.Loopback}{text["localhost".Length..]}" : text;
        return IPAddress.TryParse(name, out var address) ? new IPEndPoint(address, DefaultPort)
            : IPEndPoint.TryParse(name, out var endpoint) ? endpoint
            : null;
    }
}

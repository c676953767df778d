using System.Buffers;
using System.Globalization;
using System.Text;
using Amqp1.Configuration;

namespace Amqp1;

/// <summary>
/// Parses transport URLs by the rules of oslo.messaging. Error messages do not quote the authority, because part of a password with an
/// unencoded '/' or ',' could appear as a host, port or virtual host.
/// </summary>
internal static class TransportUrlParser
{
    private const string EncodeHint = "a '/', '?', '#' or ',' in a user or password must be percent-encoded";

    public static TransportUrl Parse(string url)
    {
        // In an INI file, a long URL can continue on the next line.
        var text = url?.Trim().Replace("\n", "", StringComparison.Ordinal).Replace("\r", "", StringComparison.Ordinal).Replace("\t", "", StringComparison.Ordinal);
        if (string.IsNullOrEmpty(text))
        {
            throw new InvalidTransportUrlException("The transport URL is empty; write amqp://host:port/virtual-host or rabbit://host:port/virtual-host.");
        }

        RefuseUnusableCharacters(text);
        var schemeEnd = text.IndexOf("://", StringComparison.Ordinal);
        if (schemeEnd <= 0)
        {
            throw new InvalidTransportUrlException("The transport URL has no scheme; write amqp://host:port/virtual-host or rabbit://host:port/virtual-host.");
        }

        var scheme = TransportScheme.Parse(text[..schemeEnd]);
        var rest = text[(schemeEnd + 3)..];
        var authorityEnd = rest.AsSpan().IndexOfAny('/', '?', '#');
        var authority = authorityEnd < 0 ? rest : rest[..authorityEnd];
        var tail = authorityEnd < 0 ? "" : rest[authorityEnd..];
        var (beforeFragment, fragment) = Split(tail, '#');
        var (path, query) = Split(beforeFragment, '?');
        if (!authority.Contains('@', StringComparison.Ordinal) && HasLostCredentials(path, query, fragment))
        {
            throw new InvalidTransportUrlException($"The transport URL has an '@' after its hosts; {EncodeHint}, and so must an '@' in a virtual host.");
        }

        var hosts = ParseHosts(authority, scheme.DefaultPort);
        var virtualHost = path.Length == 0 ? null : Decode(path[1..], "virtual host");
        return new TransportUrl(hosts, virtualHost, AddTls(ParseQuery(query), scheme), scheme.Dialect);
    }

    // "amqp://u:12/34@h" is a valid URL with host "u" and port 12, but that is never intended.
    private static bool HasLostCredentials(string path, string query, string fragment) =>
        path.Contains('@', StringComparison.Ordinal)
        || fragment.Contains('@', StringComparison.Ordinal)
        || query.Split('&').Any(piece => piece.Contains('@', StringComparison.Ordinal) && !piece.Contains('=', StringComparison.Ordinal));

    private static List<TransportHost> ParseHosts(string authority, int defaultPort)
    {
        var pieces = authority.Split(',', StringSplitOptions.RemoveEmptyEntries);
        var hosts = new List<TransportHost>(Math.Max(1, pieces.Length));
        for (var i = 0; i < pieces.Length; i++)
        {
            hosts.Add(ParseHost(pieces[i], string.Create(CultureInfo.InvariantCulture, $"host {i + 1} of {pieces.Length}"), defaultPort));
        }

        if (hosts.Count == 0)
        {
            hosts.Add(new TransportHost("localhost", defaultPort));
        }

        return hosts;
    }

    private static TransportHost ParseHost(string piece, string which, int defaultPort)
    {
        string? user = null;
        string? password = null;
        var address = piece;
        var at = piece.LastIndexOf('@');
        if (at >= 0)
        {
            address = piece[(at + 1)..];
            var (name, secret) = Split(piece[..at], ':');
            user = name.Length == 0 ? null : Decode(name, "user of " + which);
            password = piece.AsSpan(0, at).Contains(':') ? Decode(secret, "password of " + which) : null;
        }

        var (host, port) = address.StartsWith('[') ? SplitBracketed(address, which) : Split(address, ':');
        if (host.Length == 0)
        {
            throw new InvalidTransportUrlException($"In the transport URL, {which} has no name.");
        }

        if (host.Any(c => char.IsWhiteSpace(c) || c is '[' or ']'))
        {
            throw new InvalidTransportUrlException($"In the transport URL, the name of {which} contains a blank or a bracket.");
        }

        return new TransportHost(host, ParsePort(port, which, defaultPort), user, password);
    }

    private static (string Host, string Port) SplitBracketed(string address, string which)
    {
        var end = address.IndexOf(']', StringComparison.Ordinal);
        if (end < 0)
        {
            throw new InvalidTransportUrlException($"In the transport URL, {which} starts with '[' but has no ']'.");
        }

        var host = address[1..end];
        var behind = address[(end + 1)..];
        if (!host.Contains(':', StringComparison.Ordinal) || host.Contains('[', StringComparison.Ordinal))
        {
            throw new InvalidTransportUrlException($"In the transport URL, {which} has no IPv6 address between '[' and ']'.");
        }

        if (behind.Length != 0 && behind[0] != ':')
        {
            throw new InvalidTransportUrlException($"In the transport URL, {which} has text other than a port after ']'.");
        }

        return (host, behind.Length == 0 ? "" : behind[1..]);
    }

    private static int ParsePort(string port, string which, int defaultPort)
    {
        if (port.Length == 0)
        {
            return defaultPort;
        }

        if (int.TryParse(port, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is > 0 and <= ushort.MaxValue)
        {
            return number;
        }

        throw new InvalidTransportUrlException(
            $"In the transport URL, the port of {which} is not a number from 1 to 65535; {EncodeHint}, and an IPv6 address must be in brackets.");
    }

    private static OrderedDictionary<string, string> ParseQuery(string query)
    {
        var values = new OrderedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var piece in query.Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var (encodedKey, encodedValue) = Split(piece, '=');
            if (encodedValue.Length == 0)
            {
                continue;
            }

            var key = Decode(encodedKey, "query", plusIsSpace: true);
            var value = Decode(encodedValue, "query", plusIsSpace: true);
            values[key] = values.TryGetValue(key, out var earlier) ? $"{earlier},{value}" : value;
        }

        return values;
    }

    // A scheme with TLS sets the option in the query, so that both forms of the URL are equal.
    private static OrderedDictionary<string, string> AddTls(OrderedDictionary<string, string> query, TransportScheme scheme)
    {
        const string Option = "ssl";
        if (scheme.UsesTls && !query.TryAdd(Option, "1"))
        {
            throw new InvalidTransportUrlException("The transport URL has both a scheme with TLS and the option 'ssl' in its query; write one of them.");
        }

        return query;
    }

    private static string Decode(string text, string part, bool plusIsSpace = false) =>
        PercentEncoding.TryDecode(text, plusIsSpace, out var decoded)
            ? decoded
            : throw new InvalidTransportUrlException($"In the transport URL, the percent-encoded bytes in the {part} are not valid UTF-8.");

    private static void RefuseUnusableCharacters(string text)
    {
        for (var rest = text.AsSpan(); rest.Length != 0;)
        {
            if (Rune.DecodeFromUtf16(rest, out var rune, out var used) != OperationStatus.Done || Rune.IsControl(rune))
            {
                throw new InvalidTransportUrlException("The transport URL contains a control character or invalid UTF-16; percent-encode it.");
            }

            rest = rest[used..];
        }
    }

    private static (string Before, string After) Split(string text, char separator)
    {
        var at = text.IndexOf(separator, StringComparison.Ordinal);
        return at < 0 ? (text, "") : (text[..at], text[(at + 1)..]);
    }
}

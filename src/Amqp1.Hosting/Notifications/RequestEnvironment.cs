using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace Amqp1.Hosting.Notifications;

/// <summary>Converts a web request to the upper-case entries of a WSGI environment.</summary>
internal static class RequestEnvironment
{
    /// <summary>The header with the token, which is never published, regardless of the options. Upstream omits it, too.</summary>
    private const string AuthToken = "X-Auth-Token";

    public static JsonObject Of(HttpContext context, RequestNotificationOptions options)
    {
        var (request, connection) = (context.Request, context.Connection);
        var result = new JsonObject
        {
            ["REQUEST_METHOD"] = request.Method,
            ["SCRIPT_NAME"] = request.PathBase.Value ?? "",
            ["PATH_INFO"] = request.Path.Value ?? "",
            ["QUERY_STRING"] = request.QueryString.Value?.TrimStart('?') ?? "",
            ["SERVER_PROTOCOL"] = request.Protocol,
            ["SERVER_NAME"] = request.Host.Host,
            ["SERVER_PORT"] = (request.Host.Port ?? (request.IsHttps ? 443 : 80)).ToString(CultureInfo.InvariantCulture),
        };
        if (connection.RemoteIpAddress is { } address)
        {
            result["REMOTE_ADDR"] = address.ToString();
            result["REMOTE_PORT"] = connection.RemotePort.ToString(CultureInfo.InvariantCulture);
        }

        foreach (var (name, values) in request.Headers)
        {
            if (!name.StartsWith(':') && !name.Equals(AuthToken, StringComparison.OrdinalIgnoreCase) && !options.OmittedHeaders.Contains(name, StringComparer.OrdinalIgnoreCase))
            {
                result[KeyOf(name)] = values.ToString();
            }
        }

        result["HTTP_X_SERVICE_NAME"] = options.ServiceName ?? request.Host.Value ?? "";
        return result;
    }

    /// <summary>Returns the key of a header. Two headers have no prefix (RFC 3875, sections 4.1.2 and 4.1.3).</summary>
    private static string KeyOf(string header)
    {
        var key = header.ToUpperInvariant().Replace('-', '_');
        return key is "CONTENT_TYPE" or "CONTENT_LENGTH" ? key : "HTTP_" + key;
    }
}

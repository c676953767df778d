namespace Amqp1.Hosting;

/// <summary>Settings for the notifications about web requests.</summary>
public sealed class RequestNotificationOptions
{
    /// <summary>The value of the entry <c>HTTP_X_SERVICE_NAME</c>. Default: null, the host of the request.</summary>
    public string? ServiceName { get; set; }

    /// <summary>The HTTP methods whose requests are not published. Default: empty.</summary>
    public ICollection<string> IgnoredMethods { get; } = [];

    /// <summary>
    /// The headers of requests and responses that are not published. <c>X-Auth-Token</c> in a request is never published. Default: headers
    /// that carry credentials, which the Python library does publish: <c>Authorization</c>, <c>Proxy-Authorization</c>, <c>Cookie</c>,
    /// <c>Set-Cookie</c>, <c>X-Subject-Token</c>, <c>X-Service-Token</c>, <c>X-Storage-Token</c>.
    /// </summary>
    public ICollection<string> OmittedHeaders { get; } = new List<string>
    {
        "X-Auth-Token", "Authorization", "Proxy-Authorization", "Cookie", "Set-Cookie", "X-Subject-Token", "X-Service-Token", "X-Storage-Token",
    };
}

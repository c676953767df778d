namespace Amqp1.Hosting;

/// <summary>What is published of web requests.</summary>
public sealed class RequestNotificationOptions
{
    /// <summary>The entry <c>HTTP_X_SERVICE_NAME</c>. Default: null, the host that the request names.</summary>
    public string? ServiceName { get; set; }

    /// <summary>Requests with these methods are not published. Default: none.</summary>
    public ICollection<string> IgnoredMethods { get; } = [];

    /// <summary>
    /// Headers of requests and responses that are left out; <c>X-Auth-Token</c> always is. Default: those that carry credentials, which
    /// the Python library publishes: <c>Authorization</c>, <c>Proxy-Authorization</c>, <c>Cookie</c>, <c>Set-Cookie</c>,
    /// <c>X-Subject-Token</c>, <c>X-Service-Token</c>, <c>X-Storage-Token</c>.
    /// </summary>
    public ICollection<string> OmittedHeaders { get; } = new List<string>
    {
        "X-Auth-Token", "Authorization", "Proxy-Authorization", "Cookie", "Set-Cookie", "X-Subject-Token", "X-Service-Token", "X-Storage-Token",
    };
}

using System.Globalization;
using Amqp1.Cli.Settings;

namespace Amqp1.Cli.Commands.Development;

/// <summary>The settings of a development environment, by the names of DevStack's plugin.</summary>
/// <param name="Service">The service.</param>
/// <param name="Host">The host.</param>
/// <param name="Port">The port of RPC, and of notifications if both use the same intermediary.</param>
/// <param name="NotifyPort">The port of notifications.</param>
/// <param name="User">The user; null for none.</param>
/// <param name="Password">The password; null for none.</param>
internal sealed record DevSettings(DevService Service, string Host, int Port, int NotifyPort, string? User, string? Password)
{
    /// <summary>The names of DevStack's plugin.</summary>
    public const string ServiceName = "AMQP1_SERVICE";
    public const string HostName = "AMQP1_HOST";
    public const string PortName = "AMQP1_DEFAULT_PORT";
    public const string NotifyPortName = "AMQP1_NOTIFY_PORT";
    public const string UserName = "AMQP1_USERNAME";
    public const string PasswordName = "AMQP1_PASSWORD";

    private const int DefaultPort = 5672;
    private const int DefaultNotifyPort = 5671;

    /// <summary>Returns the settings. Throws <see cref="UsageException"/> if one of them cannot be used.</summary>
    /// <param name="get">Returns the value of a name; null or empty when it is not set.</param>
    public static DevSettings Read(Func<string, string?> get)
    {
        var service = DevService.Find(Value(ServiceName) ?? "qpid");
        var port = Port(PortName, DefaultPort);
        var isRabbit = service.Notify == DevBackend.RabbitMq;
        var notifyPort = service.IsShared ? port : Port(NotifyPortName, isRabbit ? DefaultPort : service.Notify == DevBackend.External ? port : DefaultNotifyPort);
        var host = Value(HostName) ?? "127.0.0.1";
        if (isRabbit && notifyPort == port)
        {
            throw new UsageException($"The router and RabbitMQ would have the same port {port}. Set {PortName} for the router, or {NotifyPortName} for RabbitMQ.");
        }

        return new DevSettings(service, host, port, notifyPort, Value(UserName), Value(PasswordName));

        string? Value(string name) => get(name) is { Length: > 0 } value ? value : null;

        int Port(string name, int fallback) => Value(name) is not { } text ? fallback
            : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is > 0 and <= ushort.MaxValue ? number
            : throw new UsageException($"{name} is '{text}', but must be a port from 1 to 65535.");
    }

    /// <summary>Returns the transport URL of a backend, with the password.</summary>
    public TransportUrl UrlOf(DevBackend backend, int port)
    {
        var credentials = User is null ? "" : Uri.EscapeDataString(User) + (Password is null ? "" : ":" + Uri.EscapeDataString(Password)) + "@";
        var host = Host.Contains(':', StringComparison.Ordinal) ? $"[{Host}]" : Host;
        return TransportUrl.Parse(string.Create(CultureInfo.InvariantCulture, $"{(backend == DevBackend.RabbitMq ? "rabbit" : "amqp")}://{credentials}{host}:{port}/"));
    }
}

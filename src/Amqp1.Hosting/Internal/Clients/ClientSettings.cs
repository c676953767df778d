using System.Globalization;
using Amqp1.Configuration;
using Amqp1.Rpc;
using Microsoft.Extensions.Options;

namespace Amqp1.Hosting.Internal;

/// <summary>The settings of the client interfaces of an instance when the host started. Immutable and thread-safe.</summary>
internal sealed class ClientSettings
{
    private readonly (ClientRegistration Client, RpcClientOptions Options)[] _all;

    /// <param name="clients">The client interfaces of the instance.</param>
    /// <param name="options">Creates the options. Throws <see cref="OptionsValidationException"/> if they are not valid.</param>
    public ClientSettings(IEnumerable<ClientRegistration> clients, IOptionsFactory<RpcClientOptions> options) =>
        _all = [.. clients.Select(client => (client, options.Create(client.OptionsName)))];

    /// <summary>The settings that are not null, by their keys below the section of the instance.</summary>
    public IEnumerable<(string Path, string Value)> Configured => _all.SelectMany(pair => Values(pair.Options)
        .Where(setting => setting.Value is not null)
        .Select(setting => ($"{ClientRegistration.Sections}:{pair.Client.ClientType.Name}:{setting.Name}", Convert.ToString(setting.Value, CultureInfo.InvariantCulture)!)));

    /// <summary>Returns the client with the settings that are configured for an interface.</summary>
    public RpcClient Apply(Type clientType, RpcClient client)
    {
        var options = Array.Find(_all, pair => pair.Client.ClientType == clientType).Options;
        return options is null || Values(options).All(setting => setting.Value is null) ? client : client.Prepare(
            exchange: options.Exchange,
            topic: options.Topic,
            ns: options.Namespace,
            version: options.Version,
            server: options.Server,
            timeout: options.Timeout,
            versionCap: options.VersionCap,
            retry: options.Retry,
            callMonitorTimeout: options.CallMonitorTimeout,
            storeArguments: options.StoreArguments);
    }

    /// <summary>Returns the settings of a client by their names.</summary>
    internal static IEnumerable<(string Name, object? Value)> Values(RpcClientOptions options) =>
    [
        (nameof(options.Timeout), options.Timeout),
        (nameof(options.CallMonitorTimeout), options.CallMonitorTimeout),
        (nameof(options.Retry), options.Retry),
        (nameof(options.Topic), options.Topic),
        (nameof(options.Exchange), options.Exchange),
        (nameof(options.Server), options.Server),
        (nameof(options.Namespace), options.Namespace),
        (nameof(options.Version), options.Version),
        (nameof(options.VersionCap), options.VersionCap),
        (nameof(options.StoreArguments), options.StoreArguments),
    ];
}

using Amqp1.Bus;
using Amqp1.Bus.Context;
using Amqp1.Configuration;
using Amqp1.Dialects;
using Amqp1.Dialects.OsloAmqp1;
using Amqp1.Dialects.OsloRabbit;
using Amqp1.Transport;
using Amqp1.Transport.Tls;

namespace Amqp1.Composition;

/// <summary>Resolves options and a transport URL into the settings of a bus.</summary>
internal static class BusSettingsFactory
{
    private static readonly (PreSettledKinds Option, MessageKind Kind)[] Kinds =
    [
        (PreSettledKinds.RpcCall, MessageKind.Call),
        (PreSettledKinds.RpcReply, MessageKind.Reply),
        (PreSettledKinds.RpcCast, MessageKind.Cast),
        (PreSettledKinds.Notify, MessageKind.Notification),
    ];

    /// <param name="options">The effective options, which already include those in the query of the URL.</param>
    /// <param name="url">The transport URL, which supplies hosts, credentials and virtual host.</param>
    public static BusSettings Create(Amqp1Options options, TransportUrl url)
    {
        var isRabbit = url.RequestedDialect == RequestedDialect.OsloRabbit;
        var rabbit = OsloRabbitSettingsFactory.Create(options, url);
        var pseudoVhost = options.Addressing.PseudoVhost;
        var vhost = string.IsNullOrEmpty(url.VirtualHost) ? null : url.VirtualHost;
        var connection = options.Connection;
        return new BusSettings
        {
            Hosts = [.. url.Hosts.Select(host => new PeerHost(host.Host, host.Port, host.User, host.Password))],
            Security = Security(options.Security, vhost),
            Dialects = new DialectChoice(Addresses(options, pseudoVhost ? vhost : null), rabbit, isRabbit, vhost),
            VirtualHost = vhost,
            ContainerName = connection.ContainerName,
            OpenHostname = isRabbit ? rabbit.OpenHostname : pseudoVhost ? null : vhost,
            IdleTimeout = connection.IdleTimeout,
            OpenTimeout = connection.OpenTimeout,
            RetryInterval = connection.RetryInterval,
            RetryBackoff = connection.RetryBackoff,
            RetryIntervalMax = connection.RetryIntervalMax,
            LinkRetryDelay = connection.LinkRetryDelay,
            SenderLinkTimeout = connection.SenderLinkTimeout,
            PropagateBaggage = options.PropagateBaggage,
            MaxSenderLinks = connection.MaxSenderLinks,
            MaxReplyLinks = options.Rpc.MaxReplyLinks,
            PropagateCancellation = options.Rpc.PropagateCancellation,
            NoServerGrace = options.Rpc.NoServerGrace,
            NoListenerGrace = options.Notifications.NoListenerGrace,
            FanoutRequiresServer = options.Rpc.FanoutRequiresServer,
            Trace = connection.Trace,
            ReplyLinkCredit = options.Rpc.ReplyLinkCredit,
            PreSettled = Kinds.Where(pair => options.PreSettled.HasFlag(pair.Option)).Select(pair => pair.Kind).ToHashSet(),
        };
    }

    private static SecuritySettings Security(SecurityOptions security, string? vhost)
    {
        var files = security.UsesTls
            ? new TlsFiles(new TlsFileNames
            {
                Authorities = security.SslCaFile,
                Certificate = security.SslCertFile,
                Key = security.SslKeyFile,
                KeyPassword = security.SslKeyPassword,
                ServerName = security.SslVerifyVhost ? vhost : null,
                Insecure = security.SslInsecure,
            })
            : null;
        return new SecuritySettings
        {
            SaslWithoutUser = security.SaslLayer != SaslLayer.Never,
            Mechanisms = security.AllowedSaslMechanisms,
            DefaultRealm = security.SaslDefaultRealm,
            Tls = files?.Current,
            TlsFiles = files,
        };
    }

    internal static AddressSettings Addresses(Amqp1Options options, string? vhost)
    {
        var addressing = options.Addressing;
        return new AddressSettings
        {
            Mode = addressing.Mode switch
            {
                AddressingMode.Legacy => AddressMode.Legacy,
                AddressingMode.Routable => AddressMode.Routable,
                _ => AddressMode.Dynamic,
            },
            VirtualHost = vhost,
            DefaultExchange = options.ControlExchange,
            DefaultRpcExchange = addressing.DefaultRpcExchange,
            DefaultNotificationExchange = addressing.DefaultNotificationExchange,
            ServerRequestPrefix = addressing.ServerRequestPrefix,
            BroadcastPrefix = addressing.BroadcastPrefix,
            GroupRequestPrefix = addressing.GroupRequestPrefix,
            RpcAddressPrefix = addressing.RpcAddressPrefix,
            NotifyAddressPrefix = addressing.NotifyAddressPrefix,
            MulticastAddress = addressing.MulticastAddress,
            UnicastAddress = addressing.UnicastAddress,
            AnycastAddress = addressing.AnycastAddress,
        };
    }
}

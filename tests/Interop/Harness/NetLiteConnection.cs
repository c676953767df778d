using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using Amqp;

namespace Amqp1.Interop.Tests.Harness;

/// <summary>Connections of AMQPNetLite to an intermediary.</summary>
internal static class NetLiteConnection
{
    private const int MaxFrameSize = 4096;

    /// <summary>Connects, with TLS if there is an authority, for the host name localhost.</summary>
    public static Task<Connection> OpenAsync(int port, X509Certificate2? authority)
    {
        var factory = new ConnectionFactory();
        factory.AMQP.MaxFrameSize = MaxFrameSize;
        if (authority is not null)
        {
            factory.SSL.RemoteCertificateValidationCallback = (_, certificate, _, errors) => IsTrusted(certificate, errors, authority);
        }

        return factory.CreateAsync(new Address(authority is null ? "127.0.0.1" : "localhost", port, null, null, "/", authority is null ? "amqp" : "amqps"));
    }

    /// <summary>Waits until the connection is closed and opens the next one, as soon as the peer accepts it.</summary>
    public static async Task<Connection> ReopenAsync(Connection lost, int port, X509Certificate2? authority, CancellationToken cancel)
    {
        var closed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lost.AddClosedCallback((_, _) => closed.TrySetResult());
        await closed.Task.WaitAsync(Limits.Signal, cancel);
        using var pace = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        while (true)
        {
            try
            {
                return await OpenAsync(port, authority);
            }
            catch (Exception refused) when (refused is SocketException or IOException or AmqpException)
            {
                await pace.WaitForNextTickAsync(cancel);
            }
        }
    }

    private static bool IsTrusted(X509Certificate? certificate, SslPolicyErrors errors, X509Certificate2 authority)
    {
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.Add(authority);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        return (errors & ~SslPolicyErrors.RemoteCertificateChainErrors) == SslPolicyErrors.None && certificate is X509Certificate2 shown && chain.Build(shown);
    }
}

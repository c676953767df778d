using System.Globalization;
using System.Security.Cryptography.X509Certificates;
using Amqp1.Embedded;

namespace Amqp1.PoolProcess;

/// <summary>An embedded router on a free port. It writes the port.</summary>
internal sealed class Router(string idleMilliseconds, string? certificateFile, string? keyFile) : IPlay
{
    private EmbeddedRouter? _router;

    public void Start()
    {
        var options = new EmbeddedRouterOptions { IdleTimeout = TimeSpan.FromMilliseconds(double.Parse(idleMilliseconds, CultureInfo.InvariantCulture)) };
        if (certificateFile is not null)
        {
            options.Tls = new EmbeddedRouterTls { ServerCertificate = X509Certificate2.CreateFromPemFile(certificateFile, keyFile) };
        }

        _router = EmbeddedRouter.StartAsync(options).Result;
        Console.WriteLine(_router.Port.ToString(CultureInfo.InvariantCulture));
    }

    public void Dispose() => _router?.DisposeAsync().AsTask().Wait();
}


namespace Amqp1.Interop.Tests.Harness.Rabbit;

/// <summary>The certificates of one run: an authority, the broker's certificate for localhost, and the certificate of a client.</summary>
internal sealed class RabbitTls : IDisposable
{
    private readonly TestAuthority _authority = TestAuthority.Create("rabbit test root");
    private readonly TestFiles _files = new();

    /// <param name="clientName">The common name of the client's certificate, which is the user name on the broker.</param>
    public RabbitTls(string clientName)
    {
        AuthorityFile = _files.Certificates("ca.pem", _authority.Certificate);
        var server = _authority.Issue("localhost", "localhost", "127.0.0.1");
        ServerCertificateFile = _files.Certificates("server.pem", server);
        ServerKeyFile = _files.Write("server.key", TestFiles.Key(server));
        var client = _authority.Issue(clientName);
        ClientCertificateFile = _files.Certificates("client.pem", client);
        ClientKeyFile = _files.Write("client.key", TestFiles.Key(client));
    }

    public string AuthorityFile { get; }

    public string ServerCertificateFile { get; }

    public string ServerKeyFile { get; }

    public string ClientCertificateFile { get; }

    public string ClientKeyFile { get; }

    public void Dispose()
    {
        _files.Dispose();
        _authority.Dispose();
    }
}

namespace Amqp1.Core.Tests.Security;

/// <summary>Tests with a server whose certificate comes from an authority that is added to the file while the client runs.</summary>
public sealed class RenewedAuthorityTests : FaultTest
{
    [Fact]
    public async Task The_client_connects_without_a_restart_when_the_authority_is_in_its_file()
    {
        using var files = new TestFiles();
        using var old = TestAuthority.Create();
        using var renewed = TestAuthority.Create("renewed root");
        await using var peer = ScriptedPeer.Start();
        await using var front = new TlsFront(renewed.Issue("server", "127.0.0.1"), peer.Port);
        var file = files.Certificates("ca.pem", old.Certificate);
        var log = new LogRecords();
        await using var driver = Driver.Start($"amqp://127.0.0.1:{front.Port}", options =>
        {
            options.Security.SslCaFile = file;
            options.Rpc.SendTimeout = TimeSpan.FromSeconds(2);
        }, loggers: log);
        await log.FirstAsync(1001, Limit);
        var refused = await Should.ThrowAsync<MessageDeliveryException>(driver.Client().CastAsync("echo", Echo("x"), Limit));
        driver.Transport.Status.LastError.ShouldNotBeNull().ShouldContain("RemoteCertificateChainErrors");

        files.Write("ca.pem", "half a file");
        await log.FirstAsync(1032, Limit);
        files.Certificates("ca.pem", old.Certificate, renewed.Certificate);

        await driver.Transport.WaitForConnectionAsync(Limit);
        refused.Message.ShouldContain("RemoteCertificateChainErrors");
        refused.Condition.ShouldBeNull("the peer has reported no AMQP error");
    }
}

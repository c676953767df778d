using System.Diagnostics;

namespace Amqp1.Embedded.Tests;

/// <summary>
/// Tests of the authorities of the system. A process reads them only once, so a child process gets other ones. The child is this test
/// program, which then runs the one test that is skipped otherwise.
/// </summary>
public sealed class SecuritySystemTrustTests : SecurityTest
{
    private const string Url = "AMQP1_TEST_SYSTEM_TRUST_URL";

    [Fact]
    [Trait("Conformance", "54")]
    public async Task Ssl_in_the_url_alone_trusts_the_authorities_of_the_system()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Only OpenSSL takes the system's authorities from a file that can be chosen.");
        await using var router = await TestRouter.StartAsync(new EmbeddedRouterOptions
        {
            Tls = new EmbeddedRouterTls { ServerCertificate = Authority.Issue("server", "localhost") },
        });
        var url = $"amqp://localhost:{router.Port}/?ssl=1";
        (await FailAsync(url, retry: 0)).LastError.ShouldContain("RemoteCertificateChainErrors");

        var assembly = typeof(SecuritySystemTrustTests).Assembly.Location;
        var program = Path.ChangeExtension(assembly, null);
        var start = new ProcessStartInfo(program) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.ArgumentList.Add("-explicit");
        start.ArgumentList.Add("only");
        start.ArgumentList.Add("-method");
        start.ArgumentList.Add($"{typeof(SecuritySystemTrustTests).FullName}.{nameof(A_child_with_the_authority_in_its_system_file_calls)}");
        start.Environment[Url] = url;
        start.Environment["SSL_CERT_FILE"] = Files.Certificates("system.pem", Authority.Certificate);
        using var child = Process.Start(start)!;
        var output = child.StandardOutput.ReadToEndAsync(Limit);
        var errors = child.StandardError.ReadToEndAsync(Limit);
        try
        {
            await child.WaitForExitAsync(Limit);
        }
        catch (OperationCanceledException)
        {
            child.Kill();
            throw;
        }

        child.ExitCode.ShouldBe(0, await output + await errors);
    }

    [Fact(Explicit = true)]
    public async Task A_child_with_the_authority_in_its_system_file_calls()
    {
        await CallAsync(Environment.GetEnvironmentVariable(Url).ShouldNotBeNull());
    }
}

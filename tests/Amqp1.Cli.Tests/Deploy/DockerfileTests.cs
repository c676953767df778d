namespace Amqp1.Cli.Tests.Deploy;

/// <summary>The Dockerfile copies what exists and starts the program that it has published.</summary>
public sealed class DockerfileTests
{
    private static readonly string[] Lines = DeployFolder.Read("docker/Dockerfile").Split('\n');

    [Fact]
    public void Everything_that_is_copied_from_the_repository_exists()
    {
        var sources = Lines.Where(line => line.StartsWith("COPY ") && !line.Contains("--from"))
            .SelectMany(line => line.Split(' ')[1..^1]).ToArray();

        sources.Length.ShouldBeGreaterThan(5);
        sources.ShouldAllBe(source => Path.Exists(Path.Combine(DeployFolder.Repository, source)));
    }

    [Fact]
    public void The_program_is_published_and_does_not_run_as_root()
    {
        var project = Lines.Single(line => line.StartsWith("RUN dotnet publish ")).Split(' ')[3];

        File.Exists(Path.Combine(DeployFolder.Repository, project)).ShouldBeTrue();
        Lines.ShouldContain($"ENTRYPOINT [\"dotnet\", \"{Path.GetFileNameWithoutExtension(project)}.dll\"]");
        Lines.ShouldContain("USER app");
        DeployFolder.ReadYaml("kubernetes/compute.yaml").Single(document => document.TextAt("kind") == "Deployment")
            .TextAt("spec/template/spec/containers/0/ports/0/containerPort").ShouldBe(Lines.Single(line => line.StartsWith("EXPOSE ")).Split(' ')[1]);
    }
}

using Microsoft.CodeAnalysis;

namespace Amqp1.Generators.Tests;

/// <summary>Tests of clients for interfaces of a referenced assembly that contains contracts only.</summary>
public sealed class ReferencedContractsTests
{
    private const string User = """
        using Shared;
        public sealed class Shop(IStock stock)
        {
            public Task<Item> BuyAsync(CancellationToken cancel) => stock.Prepare(server: "host-7", timeout: TimeSpan.FromSeconds(3)).FindAsync("a", cancel);
        }
        """;

    [Fact]
    public async Task They_are_generated_where_the_contracts_are_used()
    {
        var (files, diagnostics) = await Compiling.RunAsync(User, others: Shared());

        diagnostics.ShouldBeEmpty();
        files.Select(file => file.Name).ShouldBe(["Messaging.g.cs", "Shared_IStock_Client.g.cs", "Shared_IStock_Preparation.g.cs"]);
        files[0].Text.ShouldContain("typeof(global::Shared.IStock)");
        files[1].Text.ShouldContain("Topic = \"stock\", Version = \"1.3\" }).Prepare(timeout: global::System.TimeSpan.FromSeconds(4d))");

        // Two assemblies that use the contracts and see each other's public types must not have two public extension methods.
        files[2].Text.ShouldContain("internal static class Shared_IStock_Preparation");
    }

    [Fact]
    public async Task Without_the_host_nothing_is_generated() =>
        (await Compiling.RunAsync("class C;", withHosting: false, others: Shared())).Files.ShouldBeEmpty();

    [Fact]
    public async Task Those_of_an_assembly_with_generated_code_are_not_generated_again() => (await Compiling.RunAsync("class C;")).Files.ShouldBeEmpty();

    [Fact]
    public async Task Their_mistakes_are_reported_where_they_are_used()
    {
        var (_, diagnostics) = await Compiling.RunAsync(
            "class C;", others: Compiling.SharedContracts("""namespace Shared { [RpcClient("t")] public interface IBad { int Size { get; } } }"""));

        var report = diagnostics.ShouldHaveSingleItem();
        report.Id.ShouldBe("AMQP1202");
        report.GetMessage().ShouldContain("Shared.IBad.Size");
    }

    [Fact]
    public async Task They_need_no_registration() =>
        (await Compiling.RunAsync(
            User + """
            public static class Setup
            {
                public static void Run(Microsoft.Extensions.DependencyInjection.IServiceCollection services)
                {
                    Microsoft.Extensions.DependencyInjection.Amqp1ServiceCollectionExtensions.AddAmqp1Messaging(services);
                    Microsoft.Extensions.DependencyInjection.ServiceCollectionServiceExtensions.AddSingleton<Shop>(services);
                }
            }
            """,
            others: Shared())).Diagnostics.ShouldBeEmpty();

    [Fact]
    public void An_unrelated_edit_leaves_them_as_they_were()
    {
        var compilation = Compiling.Compilation(User).AddReferences(Shared());
        var driver = Compiling.Driver().RunGenerators(compilation, TestContext.Current.CancellationToken);

        var result = driver.RunGenerators(compilation.AddSyntaxTrees(Compiling.Parse("class Unrelated;", "Unrelated.cs")), TestContext.Current.CancellationToken)
            .GetRunResult().Results.Single();

        result.TrackedSteps["ReferencedClients"].SelectMany(run => run.Outputs).ShouldAllBe(output => output.Reason == IncrementalStepRunReason.Unchanged);
        result.TrackedOutputSteps.SelectMany(pair => pair.Value).SelectMany(run => run.Outputs)
            .ShouldAllBe(output => output.Reason == IncrementalStepRunReason.Cached);
    }

    private static MetadataReference Shared() => Compiling.SharedContracts(TestFile.Read("Sources", "SharedContracts"));
}

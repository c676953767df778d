using Microsoft.CodeAnalysis;

namespace Amqp1.Generators.Tests;

/// <summary>Tests that an edit elsewhere does not make the generator work again, because the generator runs at every keystroke.</summary>
public sealed class IncrementalTests
{
    private static readonly string[] Steps = ["RpcEndpoints", "NotificationEndpoints", "Clients", "ReferencedClients", "Namespace"];

    [Theory]
    [InlineData("RpcEndpoint", "RpcEndpoints")]
    [InlineData("NotificationEndpoint", "NotificationEndpoints")]
    [InlineData("Client", "Clients")]
    public void An_unrelated_edit_leaves_every_step_as_it_was(string source, string step)
    {
        var compilation = Compiling.Compilation(TestFile.Read("Sources", source));
        var driver = Compiling.Driver().RunGenerators(compilation, TestContext.Current.CancellationToken);

        var result = driver.RunGenerators(compilation.AddSyntaxTrees(Compiling.Parse("class Unrelated;", "Unrelated.cs")), TestContext.Current.CancellationToken)
            .GetRunResult().Results.Single();

        result.TrackedSteps.Keys.ShouldContain(step);
        Steps.Where(result.TrackedSteps.ContainsKey).SelectMany(name => result.TrackedSteps[name]).SelectMany(run => run.Outputs)
            .ShouldAllBe(output => output.Reason == IncrementalStepRunReason.Cached || output.Reason == IncrementalStepRunReason.Unchanged);
        result.TrackedOutputSteps.SelectMany(pair => pair.Value).SelectMany(run => run.Outputs)
            .ShouldAllBe(output => output.Reason == IncrementalStepRunReason.Cached);
    }

    [Fact]
    public void An_edit_in_the_body_of_a_method_changes_nothing_that_is_generated()
    {
        var source = TestFile.Read("Sources", "RpcEndpoint");
        var compilation = Compiling.Compilation(source);
        var driver = Compiling.Driver().RunGenerators(compilation, TestContext.Current.CancellationToken);
        var edited = source.Replace("Task.FromResult(1)", "Task.FromResult(2)", StringComparison.Ordinal);
        edited.ShouldNotBe(source);

        var result = driver.RunGenerators(
            compilation.ReplaceSyntaxTree(compilation.SyntaxTrees[1], Compiling.Parse(edited, "Source.cs")), TestContext.Current.CancellationToken)
            .GetRunResult().Results.Single();

        result.TrackedOutputSteps.SelectMany(pair => pair.Value).SelectMany(run => run.Outputs)
            .ShouldAllBe(output => output.Reason == IncrementalStepRunReason.Cached);
    }
}

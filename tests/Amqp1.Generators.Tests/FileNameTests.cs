namespace Amqp1.Generators.Tests;

/// <summary>Tests that each class gets a file of its own, even if the names are similar.</summary>
public sealed class FileNameTests
{
    [Fact]
    public async Task Classes_whose_names_differ_in_case_only_are_both_generated()
    {
        var (files, diagnostics) = await Compiling.RunAsync("""
            [RpcEndpoint("a")] public sealed class Audit { public void Build() { } }
            [RpcEndpoint("b")] public sealed class AUDIT { public void Build() { } }
            [NotificationEndpoint("a")] public sealed class Ears { [NotificationHandler(NotificationPriority.Info)] public void On(Notification<string> n) { } }
            [NotificationEndpoint("b")] public sealed class ears { [NotificationHandler(NotificationPriority.Info)] public void On(Notification<string> n) { } }
            [RpcClient("a")] public interface IAudit { Task BuildAsync(); }
            [RpcClient("b")] public interface Iaudit { Task BuildAsync(); }
            """);

        diagnostics.ShouldBeEmpty();
        files.Select(file => file.Name).ShouldBe(
            [
                "AUDIT_Rpc.1.g.cs", "Audit_Rpc.2.g.cs", "Ears_Notifications.1.g.cs", "ears_Notifications.2.g.cs",
                "IAudit_Client.1.g.cs", "Iaudit_Client.2.g.cs", "IAudit_Preparation.1.g.cs", "Iaudit_Preparation.2.g.cs", "Messaging.g.cs",
            ],
            ignoreOrder: true);
    }

    [Fact]
    public async Task Classes_with_the_same_name_in_different_places_are_all_generated()
    {
        var (files, diagnostics) = await Compiling.RunAsync("""
            namespace A { [RpcEndpoint("a")] public sealed class Audit { public void Build() { } } }
            namespace B { [RpcEndpoint("b")] public sealed class Audit { public void Build() { } } }
            namespace C { public class A { [RpcEndpoint("c")] public sealed class Audit { public void Build() { } } } }
            namespace D { [RpcEndpoint("d")] public sealed class A_Audit { public void Build() { } } }
            namespace D.A { [RpcEndpoint("e")] public sealed class Audit { public void Build() { } } }
            """);

        diagnostics.ShouldBeEmpty();
        files.Select(file => file.Name).ShouldBe(
            ["A_Audit_Rpc.g.cs", "B_Audit_Rpc.g.cs", "C_A_Audit_Rpc.g.cs", "D_A_1Audit_Rpc.g.cs", "D_A_Audit_Rpc.g.cs", "Messaging.g.cs"], ignoreOrder: true);
    }
}

using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace Amqp1.Docs.Tests;

/// <summary>Tests that the program of the README does what the README says, with nothing installed and nothing configured.</summary>
public sealed class ProgramTests
{
    private static Snippet Program => Documents.Snippets.Where(snippet => snippet is { Document: "README.md", IsProgram: true }).ShouldHaveSingleItem();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_program_of_README_starts_as_printed_answers_a_call_over_its_own_router_and_is_healthy()
    {
        await using var program = await DocumentedProgram.StartAsync(Program, Cancel);

        // The call waits until the bus is connected, and returns when the listener has handled the notification.
        var built = await program.Http.PostAsync("/instances/web-1", content: null, Cancel);

        built.StatusCode.ShouldBe(HttpStatusCode.OK);
        var instance = await built.Content.ReadFromJsonAsync<JsonElement>(Cancel);
        instance.GetProperty("name").GetString().ShouldBe("web-1");
        instance.GetProperty("flavor").GetString().ShouldBe("m1.small");
        (await HealthAsync(program.Http)).ShouldBe("Healthy");
    }

    [Fact]
    public async Task Without_its_router_it_ends_and_names_the_missing_setting()
    {
        var lonely = Program with { Text = Program.Text.Replace(".AddAmqp1EmbeddedRouter()", "", StringComparison.Ordinal) };

        var failure = await Should.ThrowAsync<InvalidOperationException>(() => DocumentedProgram.StartAsync(lonely, Cancel));

        failure.Message.ShouldContain("has ended");
        failure.Message.ShouldContain("Amqp1:TransportUrl");
    }

    /// <summary>Returns the health report of the program once its last link is attached. A call needs only one of the links.</summary>
    private static async Task<string> HealthAsync(HttpClient http)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        limit.CancelAfter(TimeSpan.FromSeconds(60));
        while (true)
        {
            using var answer = await http.GetAsync("/health", limit.Token);
            if (answer.StatusCode == HttpStatusCode.OK)
            {
                return await answer.Content.ReadAsStringAsync(limit.Token);
            }
        }
    }
}

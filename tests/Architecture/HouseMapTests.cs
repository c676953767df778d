namespace Amqp1.Architecture.Tests;

/// <summary>Tests that the architecture page shows the current plan.</summary>
public sealed class HouseMapTests
{
    private static string Path => System.IO.Path.Combine(SourceTree.Root, HouseMap.Page);

    [Fact]
    public async Task The_map_in_the_architecture_page_is_that_of_the_plan()
    {
        var page = await File.ReadAllTextAsync(Path, TestContext.Current.CancellationToken);
        if (Environment.GetEnvironmentVariable("AMQP1_UPDATE_MAP") == "1")
        {
            page = HouseMap.Updated(page);
            await File.WriteAllTextAsync(Path, page, TestContext.Current.CancellationToken);
        }

        HouseMap.InPage(page).ShouldBe(HouseMap.Text());
    }
}

using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Configuration;

namespace Amqp1.Docs.Tests;

public sealed class SettingsSnippetTests : IDisposable
{
    private static readonly JsonDocumentOptions AsInAppSettings = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };

    private readonly string _folder = Directory.CreateTempSubdirectory("amqp1-docs").FullName;

    public static TheoryData<string> JsonPlaces => Documents.PlacesOf("json", "jsonc");

    public static TheoryData<string> IniPlaces => Documents.PlacesOf("ini");

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory(SkipTestWithoutData = true)]
    [MemberData(nameof(JsonPlaces))]
    public async Task Json_is_valid_and_its_settings_have_an_effect(string place)
    {
        var text = Documents.At(place).Text;
        using var json = JsonDocument.Parse(text, AsInAppSettings);
        if (json.RootElement.ValueKind == JsonValueKind.Object && json.RootElement.TryGetProperty("Amqp1", out _))
        {
            (await WarningsOfJsonAsync(text)).ShouldBeEmpty(place);
        }
    }

    [Theory(SkipTestWithoutData = true)]
    [MemberData(nameof(IniPlaces))]
    public async Task An_oslo_ini_file_is_read_and_its_options_have_an_effect(string place) =>
        (await WarningsOfIniAsync(Documents.At(place).Text)).ShouldBeEmpty(place);

    [Fact]
    public async Task The_sample_settings_have_an_effect_all_of_them() =>
        (await WarningsOfJsonAsync(await File.ReadAllTextAsync(Path.Combine(Documents.Root, "appsettings.sample.json"), Cancel))).ShouldBeEmpty();

    [Fact]
    public async Task A_misspelt_setting_is_found()
    {
        (await WarningsOfJsonAsync("""{ "Amqp1": { "Rpc": { "ResponseTimeOut2": "00:00:01" } } }""")).ShouldHaveSingleItem().ShouldContain("ResponseTimeOut2");
        (await WarningsOfIniAsync("[oslo_messaging_amqp]\nidle_timeuot = 3\n")).ShouldHaveSingleItem().ShouldContain("idle_timeuot");
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static Task<IReadOnlyList<string>> WarningsOfJsonAsync(string json) => SettingsChecker.WarningsOfAsync(
        configuration => configuration.AddJsonStream(new MemoryStream(Encoding.UTF8.GetBytes(json))), Cancel);

    private Task<IReadOnlyList<string>> WarningsOfIniAsync(string ini)
    {
        var path = Path.Combine(_folder, "service.conf");
        File.WriteAllText(path, ini);
        return SettingsChecker.WarningsOfAsync(configuration => configuration.AddOsloIni(path), Cancel);
    }
}

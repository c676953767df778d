using System.Buffers;
using System.Text;
using System.Text.Json;
using Amqp1.Notifications.Drivers;

namespace Amqp1.Core.Tests.Notifications;

/// <summary>Tests of the copy of a payload that is written to the log: the same JSON with secrets replaced.</summary>
public sealed class SecretMaskTests
{
    [Theory]
    [InlineData("""{"password":"hush"}""", """{"password":"***"}""")]
    [InlineData("""{"password":4711}""", """{"password":"***"}""")]
    [InlineData("""{"password":true,"secret":null}""", """{"password":true,"secret":null}""")]
    [InlineData("""{"auth_token":{"id":"hush","n":[1,"hush"]}}""", """{"auth_token":{"id":"***","n":["***","***"]}}""")]
    [InlineData("""{"X-Api-Key":"hush","API_KEY":"hush","apikeys":"hush"}""", """{"X-Api-Key":"***","API_KEY":"***","apikeys":"***"}""")]
    [InlineData("""["mysql://nova:hush@db/nova","--password hush","plain"]""", """["mysql://nova:***@db/nova","--password ***","plain"]""")]
    public void Secrets_are_replaced_and_the_rest_of_the_json_stays(string json, string expected) => Copy(json).ShouldBe(expected);

    [Theory]
    [InlineData("""{"name":"vm-1","size":4711,"tags":["a",[],{}],"on":false,"none":null}""")]
    [InlineData("[]")]
    [InlineData("12.50")]
    [InlineData("null")]
    public void Json_without_secrets_is_copied_as_it_is(string json) => Copy(json).ShouldBe(json);

    private static string Copy(string json)
    {
        var written = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(written))
        {
            SecretMask.Copy(Encoding.UTF8.GetBytes(json), writer);
        }

        return Encoding.UTF8.GetString(written.WrittenSpan);
    }
}

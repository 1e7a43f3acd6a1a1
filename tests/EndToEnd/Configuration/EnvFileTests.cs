using System.Text;
using Anchor.Hosting.Configuration;

namespace Anchor.EndToEnd.Tests.Configuration;

/// <summary>The dialect of <c>.env</c>: what python-dotenv takes, less what could be meant otherwise.</summary>
public sealed class EnvFileTests : IDisposable
{
    private readonly string _file = Path.GetTempFileName();

    public void Dispose() => File.Delete(_file);

    [Theory]
    [InlineData("A=b", "b")]
    [InlineData("A=", "")]
    [InlineData("A=b c", "b c")]
    [InlineData("  A = b  ", "b")]
    [InlineData("export A=b", "b")]
    [InlineData("export\tA=b", "b")]
    [InlineData("A=\"b c\"", "b c")]
    [InlineData("A='b c'", "b c")]
    [InlineData("A=\"b\" # c", "b")]
    [InlineData("A='b'# c", "b")]
    [InlineData("A=b # c", "b")]
    [InlineData("A=b#c", "b#c")]
    [InlineData("A=#c", "#c")]
    [InlineData("A= # c", "")]
    [InlineData("A='b # c'", "b # c")]
    [InlineData("A=\"b \\\"c\\\" \\\\ d\"", "b \"c\" \\ d")]
    [InlineData("A='b \\' c'", "b ' c")]
    [InlineData("A='b \\n c'", "b \\n c")]
    [InlineData("A=\"b\\nc\\td\"", "b\nc\td")]
    [InlineData("A=\"b\\d\"", "b\\d")]
    [InlineData("A=b\"c", "b\"c")]
    [InlineData("A=b=c==", "b=c==")]
    [InlineData("# A=x\n\nA=b\n", "b")]
    [InlineData("A=b\r\n", "b")]
    [InlineData("A=\"b\"\r\nB=c\r\n", "b")]
    [InlineData("\uFEFFA=b", "b")]
    [InlineData("A=ü ; 2015", "ü ; 2015")]
    [InlineData("A='${B}'", "${B}")]
    public void A_line_is_read_as_dotenv_reads_it(string text, string value)
    {
        var (values, faults, warnings) = Read(Encoding.UTF8.GetBytes(text));

        Assert.Empty(faults);
        Assert.Empty(warnings);
        Assert.Equal(value, values["A"]);
    }

    [Theory]
    [InlineData("A")]
    [InlineData("=b")]
    [InlineData("1A=b")]
    [InlineData("A B=c")]
    [InlineData("A=\"b")]
    [InlineData("A='b\\'")]
    [InlineData("A='b' c")]
    public void What_cannot_be_read_is_one_fault_that_repeats_no_value(string line)
    {
        var (values, faults, _) = Read(Encoding.UTF8.GetBytes(line + "\nB=secret\n"));

        var fault = Assert.Single(faults);
        Assert.StartsWith(".env, line 1: ", fault, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", fault, StringComparison.Ordinal);
        Assert.Equal("secret", values["B"]);
        Assert.False(values.ContainsKey("A"));
    }

    [Fact]
    public void The_rest_of_a_value_of_several_lines_is_no_fault_of_its_own()
    {
        var (values, faults, _) = Read("A=\"-----BEGIN\nMIIBsecret\n\n-----END\"\nnonsense\nB=c"u8.ToArray());

        Assert.Equal([1, 5], faults.Select(fault => fault[".env, line ".Length] - '0'));
        Assert.Equal("c", values["B"]);
    }

    [Fact]
    public void A_file_that_is_not_in_utf8_is_one_fault()
    {
        Assert.Equal([".env: is not text in UTF-8."], Read([0x41, 0x3D, 0xFC]).Faults);
        Assert.Equal([".env: is not text in UTF-8."], Read(Encoding.Unicode.GetPreamble()).Faults);
    }

    private (Dictionary<string, string?> Values, List<string> Faults, List<string> Warnings) Read(byte[] content)
    {
        File.WriteAllBytes(_file, content);
        List<string> faults = [];
        List<string> warnings = [];
        return (new EnvFile(".env", faults, warnings).Read(_file), faults, warnings);
    }
}

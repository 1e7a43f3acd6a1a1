using Anchor.EndToEnd.Tests.Support;

namespace Anchor.EndToEnd.Tests.Container;

public sealed class DockerfileTests
{
    private readonly Dockerfile _file = Dockerfile.Read(Repository.File("Dockerfile"));

    [Fact]
    public void It_builds_in_one_stage_and_runs_in_another_without_the_sdk()
    {
        var stages = _file.Instructions.Where(instruction => instruction.Keyword == "FROM").ToList();

        Assert.Equal(2, stages.Count);
        Assert.Contains("/sdk:", stages[0].Arguments, StringComparison.Ordinal);
        Assert.DoesNotContain("/sdk:", stages[1].Arguments, StringComparison.Ordinal);
        Assert.All(stages, stage => Assert.Matches(@"^[a-z0-9./-]+:\d+\.\d+ AS [a-z]+$", stage.Arguments));
        var copied = Assert.Single(_file.Final("COPY"));
        Assert.StartsWith("--from=build ", copied.Arguments, StringComparison.Ordinal);
    }

    [Fact]
    public void What_it_copies_is_there_and_is_let_through()
    {
        var sources = _file
            .Of(0, "COPY")
            .SelectMany(copy => Dockerfile.CopiedFromContext(copy)!.Value.Sources)
            .ToList();
        var ignored = File.ReadAllLines(Repository.File(".dockerignore"));

        Assert.NotEmpty(sources);
        Assert.Equal("*", ignored[0]);
        foreach (var source in sources.Select(source => source.TrimEnd('/')))
        {
            Assert.True(Path.Exists(Repository.File(source)), $"{source} is not there.");
            Assert.Contains($"!{source}", ignored);
        }

        Assert.Contains("**/.env", ignored);
    }

    [Fact]
    public void The_process_is_no_root_and_gets_signals_itself()
    {
        var user = Assert.Single(_file.Final("USER"));

        // The name of the .NET images for their user's number, 1654.
        Assert.Equal("$APP_UID", user.Arguments);
        var instructions = _file.Instructions.ToList();
        Assert.DoesNotContain(instructions[instructions.IndexOf(user)..], i => i.Keyword is "RUN" or "COPY" or "ADD");
        Assert.Equal(["/app/anchor"], Assert.Single(_file.Final("ENTRYPOINT")).Exec!);
        Assert.Equal(["serve"], Assert.Single(_file.Final("CMD")).Exec!);
        Assert.Empty(_file.Final("STOPSIGNAL"));
    }

    [Fact]
    public void Health_is_asked_without_another_program()
    {
        var health = Assert.Single(_file.Final("HEALTHCHECK")).Arguments;

        Assert.Matches(@"^(--(interval|timeout|start-period|start-interval|retries)=\d+s? )+CMD \[", health);
        Assert.EndsWith("CMD [\"/app/anchor\", \"health\", \"--live\"]", health, StringComparison.Ordinal);
    }

    [Fact]
    public void Port_volume_and_addresses_are_as_documented_and_no_secret_is_baked_in()
    {
        Assert.Equal("8000", Assert.Single(_file.Final("EXPOSE")).Arguments);
        Assert.Equal(["/data"], Assert.Single(_file.Final("VOLUME")).Exec!);
        Assert.Equal("http://0.0.0.0:8000", _file.Environment["LISTEN_URL"]);
        Assert.Equal("/data", _file.Environment["DATA_DIR"]);
        Assert.DoesNotContain(_file.Environment.Keys, name => name.Contains("KEY", StringComparison.Ordinal));
        Assert.DoesNotContain(_file.Environment.Keys, name => name.Contains("SEED", StringComparison.Ordinal));
        Assert.DoesNotContain(_file.Instructions, instruction => instruction.Keyword is "ADD" or "ARG");
    }
}
